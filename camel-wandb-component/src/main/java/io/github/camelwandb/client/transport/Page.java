// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param elements may be empty although more follow
 * @param nextCursor where the next page begins, null on the last one
 */
public record Page<T>(List<T> elements, @Nullable String nextCursor) {

    public Page {
        elements = List.copyOf(elements);
    }

    /**
     * @param connection of the answer; a server that has nothing may leave it out
     * @param cursor that was asked for
     * @param element what a node becomes
     * @param details of the failure that a listing without end is
     */
    public static <T> Page<T> of(
            JsonNode connection, @Nullable String cursor, Function<JsonNode, T> element, Details details) {
        List<T> elements = new ArrayList<>();
        @Nullable String next = ServerJson.textIn(connection.path("pageInfo").path("endCursor"));
        for (JsonNode edge : connection.path("edges")) {
            if (edge.path("node").isObject()) { // null where the key may not see it
                elements.add(element.apply(edge.path("node")));
            }
            @Nullable String after = ServerJson.textIn(edge.path("cursor"));
            next = after != null ? after : next;
        }
        if (!connection.path("pageInfo").path("hasNextPage").asBoolean()) {
            return new Page<>(elements, null);
        }
        if (next == null || next.equals(cursor)) {
            throw new WandbServerIncompatibleException(
                    "The listing " + details.operation() + " of " + details.path()
                            + " does not come to an end: the server says that more follow after cursor " + next
                            + ", and none do",
                    details,
                    null);
        }
        return new Page<>(elements, next);
    }
}
