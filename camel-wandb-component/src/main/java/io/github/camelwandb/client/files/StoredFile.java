// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.model.RunFile;
import java.time.Instant;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A file of a run that is there, with what requests about it need.
 *
 * @param id the server's opaque id
 * @param projectId the internal number of the project; null where the server does not say
 */
record StoredFile(RunFile file, String id, @Nullable Integer projectId, HttpUrl address) implements StoredContent {

    @Override
    public @Nullable Long sizeBytes() {
        return file.sizeBytes();
    }

    @Override
    public @Nullable String md5() {
        return file.md5();
    }

    @Override
    public @Nullable Instant updatedAt() {
        return file.updatedAt();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
