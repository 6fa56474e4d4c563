// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.files.UploadTarget;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where a file of a version goes.
 *
 * @param birthId the version with which the storage got the file, or gets it now
 * @param storagePath what the storage calls it
 * @param whole where to put it; null if it is there already, or goes there in parts
 * @param uploadId of an upload in parts; null if it is none
 * @param parts where to put them, by number
 * @param contentType that parts must have; null for none
 */
record FileTarget(
        String birthId,
        String storagePath,
        @Nullable UploadTarget whole,
        @Nullable String uploadId,
        Map<Integer, HttpUrl> parts,
        @Nullable String contentType) {

    boolean isStored() {
        return whole == null && uploadId == null;
    }

    @Override
    public String toString() {
        return storagePath;
    }
}
