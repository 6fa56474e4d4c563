// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.util.List;
import okhttp3.HttpUrl;

/**
 * Where to put a file.
 *
 * @param address a permission by itself, for a while: never shown
 * @param headers that the request must have, each a name, a colon and a value
 */
public record UploadTarget(HttpUrl address, List<String> headers) {

    @Override
    public String toString() {
        return address.host();
    }
}
