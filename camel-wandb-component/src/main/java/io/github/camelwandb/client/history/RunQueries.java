// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks one thing about runs.
 *
 * @param one the operation for one run
 * @param several the operation for several runs of a project
 */
record RunQueries<A>(GraphqlTransport transport, String one, String several, RunReader<A> reader)
        implements SharedRequests.Kind<RunQueries.AboutRun, A> {

    /** What is to be known is the same for each run. */
    record AboutRun(RunPath run, long expectedRows) implements SharedRequests.Question {}

    static RunQueries<RunEnd> ends(GraphqlTransport transport) {
        return new RunQueries<>(transport, "RunLastStep", "RunLastSteps", new RunEndReader());
    }

    /** Where its history ends: by its summary and what W&amp;B knows of its metrics, which is as much as some rows have. */
    static AboutRun end(RunPath run) {
        return new AboutRun(run, 20);
    }

    static RunQueries<ExportReader.Answer> exports(GraphqlTransport transport) {
        return new RunQueries<>(transport, "RunExport", "RunExports", new ExportReader());
    }

    /** What of its history is exported: with the steps of what is not, which weigh as much as some rows. */
    static AboutRun export(RunPath run) {
        return new AboutRun(run, 100);
    }

    @Override
    public CompletableFuture<A> alone(AboutRun question) {
        RunPath run = question.run();
        return transport.execute(new GraphqlOperation<>(one, Variables.of(run), run.toString(), reader));
    }

    @Override
    public CompletableFuture<List<A>> together(ProjectPath project, List<AboutRun> questions) {
        List<String> runIds =
                questions.stream().map(question -> question.run().runId()).toList();
        RunsReader<A> readers = new RunsReader<>(Collections.nCopies(questions.size(), reader));
        return transport.executeDivisible(new GraphqlOperation<>(
                several, Variables.of(project, runIds), project.toString(), readers, true, questions.size()));
    }

    @Override
    public boolean isCut(A answer) {
        return false;
    }
}
