// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks for windows of histories. */
record WindowQueries(GraphqlTransport transport) implements SharedRequests.Kind<HistoryRequest, HistoryAnswer> {

    @Override
    public CompletableFuture<HistoryAnswer> alone(HistoryRequest request) {
        Map<String, @Nullable Object> variables = Variables.of(request.run());
        variables.put("minStep", request.window().from());
        variables.put("maxStep", request.window().to());
        variables.put("samples", request.samples());
        GraphqlOperation<HistoryAnswer> operation = new GraphqlOperation<>(
                "RunHistory",
                variables,
                request.run().toString(),
                new HistoryReader(request.nonFinite(), request.limit(), request.timesOnly()));
        boolean isDivisible = request.window().width() > 1;
        return isDivisible ? transport.executeDivisible(operation) : transport.execute(operation);
    }

    @Override
    public CompletableFuture<List<HistoryAnswer>> together(ProjectPath project, List<HistoryRequest> requests) {
        Map<String, @Nullable Object> variables = Variables.of(project);
        for (int i = 0; i < requests.size(); i++) {
            HistoryRequest request = requests.get(i);
            variables.put("run_" + i, request.run().runId());
            variables.put("minStep_" + i, request.window().from());
            variables.put("maxStep_" + i, request.window().to());
            variables.put("samples_" + i, request.samples());
        }
        List<HistoryReader> readers = requests.stream()
                .map(request -> new HistoryReader(
                        request.nonFinite(),
                        request.limit().shared(request.expectedRows(), requests.size()),
                        request.timesOnly()))
                .toList();
        return transport.executeDivisible(new GraphqlOperation<>(
                "RunHistories", variables, project.toString(), new RunsReader<>(readers), true, requests.size()));
    }

    @Override
    public boolean isCut(HistoryAnswer answer) {
        return answer.isCut();
    }
}
