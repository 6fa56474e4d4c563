// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.io.File;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An artifact that is on the disk.
 *
 * @param artifact the version
 * @param folder in which its files are, each under its name
 * @param files that are there
 * @param references that it has, which were not fetched
 * @param fetched how many of the files were fetched; the others were there already
 */
public record DownloadedArtifact(
        Artifact artifact, Path folder, List<ArtifactEntry> files, List<ArtifactEntry> references, int fetched)
        implements WandbObject {

    public DownloadedArtifact {
        files = List.copyOf(files);
        references = List.copyOf(references);
    }

    /** The files on the disk, in the order of {@link #files}. */
    public List<File> localFiles() {
        return files.stream().map(file -> folder.resolve(file.name()).toFile()).toList();
    }

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("artifact", artifact.asMap());
        map.put("folder", folder.toString());
        map.put("files", files.stream().map(ArtifactEntry::asMap).toList());
        map.put("references", references.stream().map(ArtifactEntry::asMap).toList());
        map.put("fetched", fetched);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return artifact + " in " + folder;
    }
}
