// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Run;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a run wrote to its console. */
final class LogFields {

    /** The form of a line in {@code output.log}: {@code ERROR} if it went to stderr, then the time. */
    private static final Pattern LINE = Pattern.compile("(ERROR )?(\\d{4}-\\d\\d-\\d\\dT\\S+) (.*)", Pattern.DOTALL);

    /** What a page of lines may hold. */
    private static final int PAGE_BYTES = 1 << 20;

    /** How many lines a tail has at most. */
    private static final int MAX_TAIL = 10_000;

    private LogFields() {}

    static void wire(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "Run", Run.class).fieldWith("logLines", LogFields::lines);
    }

    private static @Nullable Map<String, Object> lines(Run run, DataFetchingEnvironment env) {
        List<Integer> shown = run.console().shown();
        List<String> lines = run.console().all();
        if (lines.isEmpty()) {
            return null;
        }
        List<Map<String, Object>> nodes = nodes(shown, lines);
        Integer last = env.getArgument("last");
        if (last != null) {
            List<Map<String, Object>> tail =
                    nodes.subList(Math.max(0, nodes.size() - Math.min(last, MAX_TAIL)), nodes.size());
            return Connections.page(tail, tail.size(), null);
        }
        // without the flag a server reads neither first nor after as positions from the start
        boolean forward = Boolean.TRUE.equals(env.getArgument("useImprovedPagination"));
        if (!forward) {
            return Connections.page(nodes, nodes.size(), null);
        }
        String after = env.getArgument("after");
        int from = after == null || after.isEmpty() ? 0 : Connections.position(after) + 1;
        // a page that is cut short says that it is the last one: only the number of lines tells that there are more
        Integer first = env.getArgument("first");
        int fitting = fitting(shown.stream().map(lines::get).toList(), from);
        boolean cut = fitting < (first == null ? Connections.DEFAULT_PAGE : first);
        return Connections.page(cut ? nodes.subList(0, Math.min(nodes.size(), from + fitting)) : nodes, first, after);
    }

    /** How many lines from one on make a page: at least one. */
    private static int fitting(List<String> lines, int from) {
        int bytes = 0;
        int count = 0;
        while (from + count < lines.size()
                && (count == 0 || bytes + lines.get(from + count).length() <= PAGE_BYTES)) {
            bytes += lines.get(from + count).length();
            count++;
        }
        return count;
    }

    /** The lines that are shown, of which only those are taken apart that are asked for. */
    private static List<Map<String, Object>> nodes(List<Integer> shown, List<String> lines) {
        return new AbstractList<>() {
            @Override
            public Map<String, Object> get(int index) {
                int number = shown.get(index);
                return node(number, lines.get(number));
            }

            @Override
            public int size() {
                return shown.size();
            }
        };
    }

    private static Map<String, Object> node(int number, String line) {
        Matcher matcher = LINE.matcher(line);
        boolean timed = matcher.matches();
        return Fields.map(
                "number", number,
                "timestamp", timed ? matcher.group(2) : null,
                "level", line.startsWith("ERROR ") ? "error" : "",
                "label", "",
                "line", timed ? matcher.group(3) : line);
    }
}
