// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compare and set, over anything that can read and write an entry; whoever calls it keeps others away meanwhile. */
final class ChangeSet {

    interface Entries {
        @Nullable
        String read(String key);

        void write(String key, @Nullable String value);
    }

    private ChangeSet() {}

    /** @return the keys of the changes that were not made */
    static Set<String> apply(List<Change> changes, Entries entries) {
        Set<String> refused = new LinkedHashSet<>();
        for (Change change : changes) {
            String current = entries.read(change.key());
            if (Objects.equals(current, change.next())) {
                continue;
            }
            if (Objects.equals(current, change.expected())) {
                entries.write(change.key(), change.next());
            } else {
                refused.add(change.key());
            }
        }
        return refused;
    }
}
