// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.files.FileNames;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version to be made.
 *
 * @param collection the name that versions share
 * @param type such as {@code dataset} or {@code model}, the same for all versions
 * @param description what people shall read of it; null for nothing
 * @param metadata JSON values by name
 * @param aliases names that it gets and other versions lose
 * @param files in any order
 * @param references addresses by name, of what is kept elsewhere
 */
public record NewArtifact(
        String collection,
        String type,
        @Nullable String description,
        Map<String, ? extends @Nullable Object> metadata,
        List<String> aliases,
        List<HashedFile> files,
        Map<String, String> references) {

    /** @throws IllegalArgumentException if there can be no such version */
    public NewArtifact {
        ArtifactName.newCollection(collection);
        ArtifactName.type(type);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        aliases = List.copyOf(aliases);
        aliases.forEach(ArtifactName::alias);
        files = List.copyOf(files);
        references = Map.copyOf(references);
        references.keySet().forEach(FileNames::require);
        requireContents(files, references);
    }

    private static void requireContents(List<HashedFile> files, Map<String, String> references) {
        if (files.isEmpty() && references.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to log: neither a file nor a reference");
        }
        Map<String, String> seen = new HashMap<>(references);
        for (HashedFile file : files) {
            if (seen.put(file.name(), "") != null) {
                throw new IllegalArgumentException(
                        "The name '" + file.name() + "' is given twice: it can be that of a file or of a reference");
            }
        }
        seen.keySet().forEach(name -> requireNoFileAbove(name, seen.keySet()));
    }

    /** No disk could hold both. */
    private static void requireNoFileAbove(String name, Set<String> all) {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String above = name.substring(0, slash);
            if (all.contains(above)) {
                throw new IllegalArgumentException("'" + name + "' would be in a folder of the name '" + above
                        + "', which is that of a file or of a reference: name one of them otherwise");
            }
        }
    }

    /** Of all it has, by name; a reference is known by its address. */
    Map<String, String> digests() {
        Map<String, String> digests = new HashMap<>(references);
        files.forEach(file -> digests.put(file.name(), file.md5()));
        return digests;
    }
}
