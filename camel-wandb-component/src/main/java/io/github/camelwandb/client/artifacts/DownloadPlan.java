// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.files.LocalPlace;
import io.github.camelwandb.client.model.ArtifactEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which files of a version go where on the disk. The names in a manifest are those of a stranger: all that were chosen are looked at before
 * the first file is written.
 *
 * @param files to be there
 * @param references that were chosen and are not fetched
 */
record DownloadPlan(List<Chosen> files, List<ArtifactEntry> references) {

    private static final String OPERATION = "DownloadArtifact";

    /** A file of the manifest, and where it goes. */
    record Chosen(String name, ManifestEntry entry, LocalPlace place) {}

    /**
     * Makes the plan.
     *
     * @param names of files, or of folders with all that is in them; empty for all
     * @throws WandbNotFoundException if there is nothing of one of the names
     * @throws WandbServerIncompatibleException if a chosen name could lead out of the folder
     */
    static DownloadPlan of(FoundArtifact found, Manifest manifest, Collection<String> names, Path folder) {
        for (String name : names) {
            if (manifest.contents().keySet().stream().noneMatch(chosenBy(name))) {
                throw new WandbNotFoundException(
                        "Artifact " + found.about() + " has no file and no folder " + name
                                + ": check the name, which has its folders before it",
                        new Details(0, OPERATION, found.about(), null),
                        null);
            }
        }
        List<Chosen> files = new ArrayList<>();
        List<ArtifactEntry> references = new ArrayList<>();
        manifest.contents().forEach((name, entry) -> {
            if (!names.isEmpty()
                    && names.stream().noneMatch(each -> chosenBy(each).test(name))) {
                return;
            }
            if (entry.ref() != null) {
                references.add(entry.named(name));
            } else {
                files.add(new Chosen(name, entry, place(found, manifest, folder, name)));
            }
        });
        return new DownloadPlan(files, references);
    }

    private static Predicate<String> chosenBy(String choice) {
        String folder = choice.endsWith("/") ? choice : choice + "/";
        return name -> name.equals(choice) || name.startsWith(folder);
    }

    private static LocalPlace place(FoundArtifact found, Manifest manifest, Path folder, String name) {
        try {
            LocalPlace place = new LocalPlace(folder, name);
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                ManifestEntry above = manifest.contents().get(name.substring(0, slash));
                if (above != null && above.ref() == null) {
                    throw new IllegalArgumentException(
                            "'" + name + "' would be in a folder where there is a file of that name");
                }
            }
            return place;
        } catch (IllegalArgumentException e) {
            throw unusable(found, e);
        }
    }

    private static WandbServerIncompatibleException unusable(FoundArtifact found, IllegalArgumentException cause) {
        return new WandbServerIncompatibleException(
                "Artifact " + found.about() + " has a file that cannot be written to a folder, and nothing was: "
                        + cause.getMessage()
                        + ". Choose the files that can be",
                new Details(0, OPERATION, found.about(), null),
                cause);
    }
}
