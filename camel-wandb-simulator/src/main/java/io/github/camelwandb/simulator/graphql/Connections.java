// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a list, with W&amp;B's cursors: base64 of {@code arrayconnection:N}, the place in the list as it is at that moment.
 * A list that changes between two pages therefore shows elements twice or not at all.
 */
final class Connections {

    private static final String PREFIX = "arrayconnection:";
    static final int DEFAULT_PAGE = 50;

    private Connections() {}

    static <T> Map<String, Object> page(List<T> all, @Nullable Integer first, @Nullable String after) {
        return page(all, first, after, element -> true);
    }

    /** A page; elements that are not visible take their place in it and are not shown. */
    static <T> Map<String, Object> page(
            List<T> all, @Nullable Integer first, @Nullable String after, Predicate<T> visible) {
        int from = Math.min(all.size(), after == null || after.isEmpty() ? 0 : position(after) + 1);
        int to = (int) Math.min(all.size(), (long) from + (first == null ? DEFAULT_PAGE : Math.max(0, first)));
        List<Map<String, Object>> edges = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            if (visible.test(all.get(i))) {
                edges.add(Fields.map("node", all.get(i), "cursor", cursor(i)));
            }
        }
        return Fields.map(
                "edges",
                edges,
                "totalCount",
                all.size(),
                "pageInfo",
                Fields.map("endCursor", to > from ? cursor(to - 1) : null, "hasNextPage", to < all.size()));
    }

    static String cursor(int position) {
        return Base64.getEncoder().encodeToString((PREFIX + position).getBytes(StandardCharsets.UTF_8));
    }

    static int position(String cursor) {
        try {
            String plain = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (plain.startsWith(PREFIX)) {
                return Integer.parseInt(plain.substring(PREFIX.length()));
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new Refusal(400, "invalid cursor");
    }
}
