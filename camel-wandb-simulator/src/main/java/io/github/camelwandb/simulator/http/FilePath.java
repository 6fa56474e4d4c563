// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A path {@code /ROOT/ENTITY/PROJECT/RUN/NAME}, decoded; the name may have several parts. */
record FilePath(String entity, String project, String runId, String name) {

    private static final int PARTS_BEFORE_NAME = 5;

    /** Null if the path has another form. */
    static @Nullable FilePath of(String encoded) {
        String[] parts = encoded.split("/", -1);
        if (parts.length <= PARTS_BEFORE_NAME) {
            return null;
        }
        String name = String.join("/", Arrays.copyOfRange(parts, PARTS_BEFORE_NAME, parts.length));
        return new FilePath(decoded(parts[2]), decoded(parts[3]), decoded(parts[4]), decoded(name));
    }

    private static String decoded(String part) {
        // a plus sign in a path is a plus sign
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
