// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks where histories end. */
record EndQueries(GraphqlTransport transport) implements SharedRequests.Kind<EndQueries.End, RunEnd> {

    /** Where the history of this run ends. */
    record End(RunPath run) implements SharedRequests.Question {

        /** Its summary and what W&amp;B knows of its metrics, which is as much as some rows have. */
        @Override
        public long expectedRows() {
            return 20;
        }
    }

    @Override
    public CompletableFuture<RunEnd> alone(End end) {
        RunPath run = end.run();
        return transport.execute(
                new GraphqlOperation<>("RunLastStep", Variables.of(run), run.toString(), new RunEndReader()));
    }

    @Override
    public CompletableFuture<List<RunEnd>> together(ProjectPath project, List<End> ends) {
        Map<String, @Nullable Object> variables = Variables.of(project);
        for (int i = 0; i < ends.size(); i++) {
            variables.put("run_" + i, ends.get(i).run().runId());
        }
        RunsReader<RunEnd> reader = new RunsReader<>(Collections.nCopies(ends.size(), new RunEndReader()));
        return transport.executeDivisible(
                new GraphqlOperation<>("RunLastSteps", variables, project.toString(), reader, true, ends.size()));
    }

    @Override
    public boolean isCut(RunEnd answer) {
        return false;
    }
}
