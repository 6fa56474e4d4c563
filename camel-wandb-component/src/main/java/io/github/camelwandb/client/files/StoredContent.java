// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.time.Instant;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Some content that a storage has, and where it is read for a while. */
public interface StoredContent {

    /** Its length in bytes; null where nobody says. */
    @Nullable
    Long sizeBytes();

    /** Its MD5 in base64; null where nobody says. */
    @Nullable
    String md5();

    /** When it was last written; null where nobody says. */
    @Nullable
    Instant updatedAt();

    /** To read it from, mostly without a key: never shown. */
    HttpUrl address();

    /** Whether both are surely the same content. */
    default boolean hasContentOf(StoredContent other) {
        String md5 = md5();
        Instant updatedAt = updatedAt();
        return md5 != null && other.md5() != null
                ? md5.equals(other.md5())
                : updatedAt != null && updatedAt.equals(other.updatedAt());
    }
}
