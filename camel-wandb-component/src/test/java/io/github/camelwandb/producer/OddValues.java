// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.junit.jupiter.api.Named.named;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Values in messages that nobody can make JSON of. */
final class OddValues {

    private static final int DEPTH = 100_000;

    private OddValues() {}

    static Stream<Named<Object>> withoutForm() {
        Map<String, Object> map = new HashMap<>();
        map.put("self", List.of(map));
        Object[] array = new Object[1];
        array[0] = array;
        Map<String, Object> nestedMap = new HashMap<>();
        for (int i = 0; i < DEPTH; i++) {
            Map<String, Object> outer = new HashMap<>();
            outer.put("a", nestedMap);
            nestedMap = outer;
        }
        Map<Object, Object> nameless = new HashMap<>();
        nameless.put(null, 1);
        return Stream.of(
                named("a map that holds itself", map),
                named("an array that holds itself", array),
                named("nested maps", nestedMap),
                named("nested lists", nestedList()),
                named("a map with null as a key", nameless),
                named("an object that has nothing", new Object()),
                named("a number beyond all that W&B keeps", new BigDecimal("1e1000000000")));
    }

    static List<Object> nestedList() {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < DEPTH; i++) {
            List<Object> outer = new ArrayList<>();
            outer.add(nested);
            nested = outer;
        }
        return nested;
    }
}
