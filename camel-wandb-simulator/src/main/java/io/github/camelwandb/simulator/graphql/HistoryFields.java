// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.FlatRow;
import io.github.camelwandb.simulator.store.HistoryLine;
import io.github.camelwandb.simulator.store.JsonText;
import io.github.camelwandb.simulator.store.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a run: by window, by keys, and the system metrics. */
final class HistoryFields {

    private static final int DEFAULT_SAMPLES = 500;

    private final Sampler sampler;

    HistoryFields(Sampler sampler) {
        this.sampler = sampler;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "Run", Run.class)
                .fieldWith("history", this::history)
                .fieldWith("sampledHistory", this::sampledHistory)
                .field("historyKeys", run -> run.counts().keys())
                .fieldWith(
                        "events", (run, env) -> sampler.sample(run.events().all(), samples(env.getArgument("samples"))))
                .fieldWith("parquetHistory", HistoryFields::exported);
    }

    private static int samples(@Nullable Integer samples) {
        return samples == null ? DEFAULT_SAMPLES : Math.max(0, samples);
    }

    /** All keys of the rows in [minStep, maxStep); without limits, of the whole run. */
    private RawLines history(Run run, DataFetchingEnvironment env) {
        Long min = env.getArgument("minStep");
        Long max = env.getArgument("maxStep");
        List<HistoryLine> rows =
                run.shown().window(min == null ? Long.MIN_VALUE : min, max == null ? Long.MAX_VALUE : max);
        return new RawLines(sampler.cut(sampler.sample(rows, samples(env.getArgument("samples")))));
    }

    /** Where the exported rows are, and the live ones. Of a run of which nothing is exported W&amp;B says neither. */
    private static Map<String, Object> exported(Run run, DataFetchingEnvironment env) {
        if (!run.export().begun()) {
            return Fields.map("parquetUrls", List.of(), "liveData", null);
        }
        List<String> liveKeys = env.getArgument("liveKeys");
        List<Map<String, JsonNode>> live = new ArrayList<>();
        for (HistoryLine line : run.shown().live()) {
            Map<String, JsonNode> row = FlatRow.of(line.tree());
            row.keySet().retainAll(liveKeys == null ? List.of() : liveKeys);
            live.add(row);
        }
        String name = String.join("_", run.project().entity(), run.project().name(), run.runId(), "0")
                + ".runhistory.parquet";
        String url = Fields.caller(env).links().storage(run, name);
        return Fields.map("parquetUrls", List.of(url), "liveData", live);
    }

    private List<List<Map<String, JsonNode>>> sampledHistory(Run run, DataFetchingEnvironment env) {
        List<String> specs = env.getArgument("specs");
        List<List<Map<String, JsonNode>>> answers = new ArrayList<>();
        for (String spec : specs == null ? List.<String>of() : specs) {
            answers.add(rows(run, spec(spec)));
        }
        return answers;
    }

    private static ObjectNode spec(String text) {
        try {
            if (JsonText.parse(text) instanceof ObjectNode spec
                    && spec.path("samples").asInt() >= 0) {
                return spec;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new Refusal(400, "invalid sampledHistory spec");
    }

    /** Only rows that have all the keys, with only these keys; here the upper limit is inclusive. */
    private List<Map<String, JsonNode>> rows(Run run, ObjectNode spec) {
        List<String> keys = new ArrayList<>();
        spec.path("keys").forEach(key -> keys.add(key.asText()));
        long min = spec.path("minStep").asLong(Long.MIN_VALUE);
        long max = spec.path("maxStep").asLong(Long.MAX_VALUE);
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        for (HistoryLine line : run.shown().window(min, max == Long.MAX_VALUE ? max : max + 1)) {
            Map<String, JsonNode> row = FlatRow.of(line.tree());
            if (keys.isEmpty()) {
                rows.add(row);
            } else if (row.keySet().containsAll(keys)) {
                row.keySet().retainAll(keys);
                rows.add(row);
            }
        }
        return sampler.sample(rows, spec.path("samples").asInt(DEFAULT_SAMPLES));
    }
}
