// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.Turns;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes to runs, those to one run in turn. W&amp;B has no compare-and-set, so the request that changes a run also answers what the
 * run was just before: if somebody else had changed it since it was read, the change is made again with theirs.
 */
final class RunUpdater {

    private static final Logger LOG = LoggerFactory.getLogger(RunUpdater.class);

    private static final int ATTEMPTS = 10;

    private final Queries queries;
    private final Function<RunPath, CompletableFuture<JsonNode>> current;
    private final BiFunction<RunPath, JsonNode, Run> reader;
    private final Credentials credentials;
    private final Turns turns = new Turns();

    /**
     * @param current asks for a run, and fails if there is none
     * @param reader makes a run of what the server answers
     */
    RunUpdater(
            Queries queries,
            Function<RunPath, CompletableFuture<JsonNode>> current,
            BiFunction<RunPath, JsonNode, Run> reader,
            Credentials credentials) {
        this.queries = queries;
        this.current = current;
        this.reader = reader;
        this.credentials = credentials;
    }

    private record Written(JsonNode before, JsonNode after) {}

    CompletableFuture<UpdatedRun> update(RunPath path, RunChanges changes) {
        return turns.of(path)
                .take(() -> Futures.thenAsk(current.apply(path), run -> {
                    RunUpdate update = new RunUpdate(changes);
                    Wholes known = update.wholes(run);
                    return write(new Attempt(path, run.path("id").asText(), update, ATTEMPTS, false), known, known);
                }));
    }

    private record Attempt(RunPath path, String id, RunUpdate update, int left, boolean isContested) {
        Attempt again(boolean contested) {
            return new Attempt(path, id, update, left - 1, isContested || contested);
        }
    }

    /**
     * @param basis what the run is to be but for the changes
     * @param expected what the server should have now
     */
    private CompletableFuture<UpdatedRun> write(Attempt attempt, Wholes basis, Wholes expected) {
        RunPath path = attempt.path();
        RunUpdate update = attempt.update();
        if (attempt.left() == 0) {
            throw new WandbConflictException(
                    "Run " + path + " was changed by somebody else at each of " + ATTEMPTS
                            + " attempts to change it: try again when it is quiet",
                    Details.of(path.toString()),
                    null);
        }
        Wholes wanted = update.applied(basis);
        return Futures.thenAsk(
                queries.ask("UpdateRun", update.variables(attempt.id(), wanted), path, data -> written(path, data)),
                written -> {
                    Wholes before = update.wholes(written.before());
                    Wholes after = update.wholes(written.after());
                    if (expected.isSame(before)) {
                        boolean isOther = !wanted.isSame(after);
                        return CompletableFuture.completedFuture(
                                new UpdatedRun(reader.apply(path, written.after()), attempt.isContested() || isOther));
                    }
                    LOG.info("Run {} was changed by somebody else meanwhile: it is changed again, with theirs", path);
                    return write(
                            attempt.again(update.isContested(expected, before)),
                            basis.withDifference(expected, before),
                            after);
                });
    }

    private Written written(RunPath path, JsonNode data) {
        JsonNode before = data.path("before").path("bucket");
        JsonNode after = data.path("after").path("bucket");
        if (!before.isObject() || !after.isObject()) {
            throw new WandbPermissionException(
                    "The server did not change run " + path + ", and did not say why: check that " + credentials
                            + " may write to it",
                    Queries.answered("UpdateRun", path),
                    null);
        }
        return new Written(before, after);
    }
}
