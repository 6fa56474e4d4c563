// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.model.RunFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Makes a {@link RunFile} of the fields the server answers, any of which may be null. */
final class FileReader {

    private static final Pattern ZONE = Pattern.compile("(Z|[+-]\\d\\d:\\d\\d)$");

    private FileReader() {}

    /** @param url the address in the answer with the host that it may leave out */
    static RunFile file(JsonNode node, @Nullable HttpUrl url) {
        return new RunFile(
                node.path("name").asText(),
                size(node.path("sizeBytes")),
                text(node.path("md5")),
                text(node.path("mimetype")),
                instant(node.path("updatedAt")),
                url == null ? null : url.toString());
    }

    /** A name that there is no file of is answered with a place to put one. */
    static boolean isThere(JsonNode node) {
        return node.isObject() && (instant(node.path("updatedAt")) != null || text(node.path("md5")) != null);
    }

    /** An integer of 64 bits, which may come as a text. */
    private static @Nullable Long size(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : Long.valueOf(value.asLong());
    }

    static @Nullable String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() || value.asText().isEmpty() ? null : value.asText();
    }

    /** W&B's times are UTC and may lack the zone. */
    private static @Nullable Instant instant(JsonNode value) {
        String text = text(value);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(ZONE.matcher(text).find() ? text : text + "Z")
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
