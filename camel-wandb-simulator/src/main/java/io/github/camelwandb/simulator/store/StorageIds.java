// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Opaque ids, base64 of a kind and names, as W&amp;B's are ({@code Run:v1:...}). */
final class StorageIds {

    private StorageIds() {}

    static String of(String kind, String... names) {
        String plain = kind + ":v1:" + String.join(":", names);
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** The names inside an id of that kind, or null; the last of so many names may have colons. */
    static String @Nullable [] names(String kind, String id, int limit) {
        try {
            String plain = new String(Base64.getDecoder().decode(id), StandardCharsets.UTF_8);
            String prefix = kind + ":v1:";
            return plain.startsWith(prefix) ? plain.substring(prefix.length()).split(":", limit) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
