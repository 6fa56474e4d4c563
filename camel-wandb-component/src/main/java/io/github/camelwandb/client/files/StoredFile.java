// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.model.RunFile;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there, with what requests about it need.
 *
 * @param id the server's opaque id
 * @param projectId the internal number of the project; null where the server does not say
 * @param address to read it from, for a while and mostly without a key: never shown
 */
record StoredFile(RunFile file, String id, @Nullable Integer projectId, HttpUrl address) {

    /** Whether both are surely the same content. */
    boolean hasContentOf(StoredFile other) {
        String md5 = file.md5();
        return md5 != null && other.file.md5() != null
                ? md5.equals(other.file.md5())
                : file.updatedAt() != null && file.updatedAt().equals(other.file.updatedAt());
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
