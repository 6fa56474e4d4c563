// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.transport.ServerJson;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Makes a {@link RunFile} of the fields the server answers, any of which may be null. */
final class FileReader {

    private FileReader() {}

    /** @param url the address in the answer with the host that it may leave out */
    static RunFile file(JsonNode node, @Nullable HttpUrl url) {
        return new RunFile(
                node.path("name").asText(),
                size(node.path("sizeBytes")),
                text(node.path("md5")),
                text(node.path("mimetype")),
                ServerJson.instant(node.path("updatedAt")),
                url == null ? null : url.toString());
    }

    /** A name that there is no file of is answered with a place to put one. */
    static boolean isThere(JsonNode node) {
        return node.isObject()
                && (ServerJson.instant(node.path("updatedAt")) != null || text(node.path("md5")) != null);
    }

    /** An integer of 64 bits, which may come as a text. */
    private static @Nullable Long size(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : Long.valueOf(value.asLong());
    }

    /** An empty text is none. */
    static @Nullable String text(JsonNode value) {
        String text = ServerJson.textIn(value);
        return text == null || text.isEmpty() ? null : text;
    }
}
