// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a run that have been exported to columns; rows that are written later are not among them, whatever their step is. Safe for
 * use by several threads.
 */
public final class Export {

    private static final String STEP = "_step";

    private final Set<HistoryLine> rows = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> keys = new LinkedHashSet<>();
    private Set<RowShape> shapes = Set.of();
    private boolean begun;
    private boolean hidden;

    Export() {}

    /** Adds rows. */
    public synchronized void add(List<HistoryLine> exported) {
        begun = true;
        for (HistoryLine row : exported) {
            rows.add(row);
            row.tree().fieldNames().forEachRemaining(keys::add);
        }
    }

    /** Whether anything was exported, were it an empty history. */
    public synchronized boolean begun() {
        return begun;
    }

    /** From now on exported rows are not served any more. */
    public synchronized void hide() {
        hidden = true;
    }

    /** What exported rows look like where they are served. */
    public synchronized void shapes(Set<RowShape> values) {
        shapes = Set.copyOf(values);
    }

    synchronized boolean has(HistoryLine row) {
        return rows.contains(row);
    }

    synchronized boolean serves(HistoryLine row) {
        return !hidden || !rows.contains(row);
    }

    /** The row as it is served. */
    synchronized HistoryLine shaped(HistoryLine row) {
        if (shapes.isEmpty() || !rows.contains(row)) {
            return row;
        }
        ObjectNode tree = row.tree();
        JsonNode step = tree.get(STEP);
        if (shapes.contains(RowShape.FLOATS_FOR_INTEGERS)) {
            withFloats(tree);
        }
        if (step != null) {
            tree.set(STEP, shapes.contains(RowShape.FLOAT_STEPS) ? new DoubleNode(step.doubleValue()) : step);
        }
        if (shapes.contains(RowShape.NULL_FOR_ABSENT)) {
            keys.forEach(key -> tree.putIfAbsent(key, NullNode.instance));
        }
        return HistoryLine.of(JsonText.write(tree));
    }

    private static void withFloats(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                member.setValue(withFloat(member.getValue()));
            }
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, withFloat(list.get(i)));
            }
        }
    }

    private static JsonNode withFloat(JsonNode value) {
        if (value.isIntegralNumber()) {
            return new DoubleNode(value.doubleValue());
        }
        withFloats(value);
        return value;
    }
}
