// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.transport.ServerJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Merge Patch (RFC 7396): a map changes the members it names, null removes one, anything else takes the place of what was there. */
final class MergePatch {

    private MergePatch() {}

    /** The target may be missing, and is not changed. */
    static JsonNode applied(JsonNode target, @Nullable Object patch) {
        if (!(patch instanceof Map<?, ?> members)) {
            return ServerJson.valueOf(patch);
        }
        ObjectNode patched = target instanceof ObjectNode object ? object.deepCopy() : ServerJson.newObject();
        members.forEach((name, member) -> {
            String key = String.valueOf(name);
            if (member == null) {
                patched.remove(key);
            } else {
                patched.set(key, applied(patched.path(key), member));
            }
        });
        return patched;
    }
}
