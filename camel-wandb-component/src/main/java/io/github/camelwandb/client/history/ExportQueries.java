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

/** Asks what of histories is exported. */
record ExportQueries(GraphqlTransport transport)
        implements SharedRequests.Kind<ExportQueries.Exported, ExportReader.Answer> {

    /** What of the history of this run is exported. */
    record Exported(RunPath run) implements SharedRequests.Question {

        /** The steps of what is not exported, which weigh as much as some rows. */
        @Override
        public long expectedRows() {
            return 100;
        }
    }

    @Override
    public CompletableFuture<ExportReader.Answer> alone(Exported exported) {
        RunPath run = exported.run();
        return transport.execute(
                new GraphqlOperation<>("RunExport", Variables.of(run), run.toString(), new ExportReader()));
    }

    @Override
    public CompletableFuture<List<ExportReader.Answer>> together(ProjectPath project, List<Exported> all) {
        Map<String, @Nullable Object> variables = Variables.of(project);
        for (int i = 0; i < all.size(); i++) {
            variables.put("run_" + i, all.get(i).run().runId());
        }
        RunsReader<ExportReader.Answer> reader = new RunsReader<>(Collections.nCopies(all.size(), new ExportReader()));
        return transport.executeDivisible(
                new GraphqlOperation<>("RunExports", variables, project.toString(), reader, true, all.size()));
    }

    @Override
    public boolean isCut(ExportReader.Answer answer) {
        return false;
    }
}
