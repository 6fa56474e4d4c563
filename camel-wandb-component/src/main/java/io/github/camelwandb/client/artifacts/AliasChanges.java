// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a version shall be called.
 *
 * @param all its aliases afterwards, beside {@code latest}, which moves by itself; null to leave those that are not named
 * @param added it gets these, too, and whatever version had them loses them
 * @param removed it loses these
 */
public record AliasChanges(@Nullable List<String> all, List<String> added, List<String> removed) {

    private static final String LATEST = "latest";

    /** @throws IllegalArgumentException if one is no alias, or is both added and removed */
    public AliasChanges {
        all = all == null ? null : List.copyOf(all);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        Stream.of(all == null ? List.<String>of() : all, added, removed)
                .flatMap(List::stream)
                .forEach(ArtifactName::alias);
        for (String alias : removed) {
            if (added.contains(alias) || (all != null && all.contains(alias))) {
                throw new IllegalArgumentException("The alias '" + alias + "' cannot be both added and removed");
            }
        }
    }

    List<String> toAdd(List<String> present) {
        List<String> wanted = new ArrayList<>(added);
        wanted.addAll(all == null ? List.of() : all);
        return wanted.stream()
                .distinct()
                .filter(alias -> !present.contains(alias))
                .toList();
    }

    List<String> toRemove(List<String> present) {
        return present.stream().filter(this::isUnwanted).toList();
    }

    private boolean isUnwanted(String alias) {
        boolean isLeftOut = all != null && !all.contains(alias) && !added.contains(alias) && !alias.equals(LATEST);
        return isLeftOut || removed.contains(alias);
    }
}
