// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks for samples of histories. */
record SampleQueries(GraphqlTransport transport)
        implements SharedRequests.Kind<SampleQueries.Sample, SampledReader.Samples> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Rows of this run.
     *
     * @param keySets for each set rows that have all its metrics, only {@code _step} and these metrics of them; at least one set
     * @param samples how many at most for each set
     */
    record Sample(RunPath run, List<List<String>> keySets, int samples, NonFinite nonFinite)
            implements SharedRequests.Question {

        @Override
        public long expectedRows() {
            return (long) keySets.size() * samples;
        }

        private List<String> specs() {
            return keySets.stream().map(this::spec).toList();
        }

        private String spec(List<String> keys) {
            ObjectNode spec = JSON.createObjectNode();
            ArrayNode names = spec.putArray("keys").add("_step");
            keys.forEach(names::add);
            return spec.put("samples", samples).toString();
        }

        private SampledReader reader() {
            return new SampledReader(nonFinite);
        }
    }

    @Override
    public CompletableFuture<SampledReader.Samples> alone(Sample sample) {
        Map<String, @Nullable Object> variables = Variables.of(sample.run());
        variables.put("specs", sample.specs());
        return transport.execute(new GraphqlOperation<>(
                "RunSampledHistory", variables, sample.run().toString(), sample.reader()));
    }

    @Override
    public CompletableFuture<List<SampledReader.Samples>> together(ProjectPath project, List<Sample> samples) {
        Map<String, @Nullable Object> variables = Variables.of(project);
        for (int i = 0; i < samples.size(); i++) {
            variables.put("run_" + i, samples.get(i).run().runId());
            variables.put("specs_" + i, samples.get(i).specs());
        }
        RunsReader<SampledReader.Samples> reader =
                new RunsReader<>(samples.stream().map(Sample::reader).toList());
        return transport.executeDivisible(new GraphqlOperation<>(
                "RunSampledHistories", variables, project.toString(), reader, true, samples.size()));
    }

    @Override
    public boolean isCut(SampledReader.Samples answer) {
        return false;
    }
}
