// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import java.util.List;
import java.util.Set;
import org.apache.camel.spi.StateRepository;
import org.jspecify.annotations.Nullable;

/**
 * Where positions live. An implementation of one's own may be given as {@code offsetRepository}, and may then be shared by
 * several processes.
 *
 * <p>Keys hold no {@code =} and values are one line. {@link #getState} answers null where there is no entry, and throws
 * {@link OffsetStoreException} while the store cannot be read; {@link #setState} makes one entry durable whatever it was before.
 */
public interface OffsetStore extends StateRepository<String, String> {

    /**
     * The wish to change one entry.
     *
     * @param expected what the entry must be, null: absent
     * @param next what it becomes, null: removed
     */
    record Change(
            String key, @Nullable String expected, @Nullable String next) {}

    /**
     * Makes all changes durable together, each only if its entry still is as expected. A change whose entry already equals
     * {@code next} counts as made, so that the caller may try again with the same changes.
     *
     * @return the keys of the changes that were not made, because somebody else has changed the entry
     * @throws OffsetStoreException if nothing is known to be durable
     */
    Set<String> commit(List<Change> changes);

    @Override
    @Nullable
    String getState(String key);
}
