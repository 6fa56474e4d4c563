// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.files.StoredContent;
import java.time.Instant;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A file of a version in the storage. It does not change: what the manifest says of it is what must come. */
record ArtifactFile(@Nullable Long sizeBytes, @Nullable String md5, HttpUrl address) implements StoredContent {

    @Override
    public @Nullable Instant updatedAt() {
        return null;
    }

    /** Versions never change. */
    @Override
    public boolean hasContentOf(StoredContent other) {
        return true;
    }

    @Override
    public String toString() {
        return address.host();
    }
}
