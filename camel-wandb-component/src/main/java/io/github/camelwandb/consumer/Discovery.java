// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.RunQuery;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds out which runs there are. A filter admits a run and never ends following it. Its methods are the poll's alone. */
final class Discovery {

    /** Asked for by name in one request: the list is part of the request. */
    private static final int NAMES_PER_REQUEST = 200;

    private static final int PAGE_SIZE = 200;
    private static final int ANSWERS_UNTIL_GONE = 2;

    private final WandbClient client;
    private final ProjectPath project;
    private final @Nullable String runId;
    private final Supplier<RunFilter> filter;
    private final Map<String, Integer> missed = new HashMap<>();
    private volatile @Nullable CompletableFuture<?> running;

    /** @param runId of the only run that is meant, null for all */
    Discovery(WandbClient client, ProjectPath project, @Nullable String runId, Supplier<RunFilter> filter) {
        this.client = client;
        this.project = project;
        this.runId = runId;
        this.filter = filter;
    }

    /** The runs that the filter shows, and of {@code unsettled} those that it does not. Blocks until the server has answered. */
    List<Run> list(Collection<String> unsettled) {
        Map<String, Run> runs = new LinkedHashMap<>();
        RunFilter wanted = filter.get();
        if (runId == null) {
            ask(wanted, runs);
        } else if (wanted.isEmpty()) {
            ask(runId, runs);
        } else {
            ask(wanted.and(RunFilter.runIds(Set.of(runId))), runs);
        }
        List<String> hidden = new ArrayList<>(new LinkedHashSet<>(unsettled));
        hidden.removeIf(runs::containsKey);
        for (int from = 0; from < hidden.size(); from += NAMES_PER_REQUEST) {
            List<String> names = hidden.subList(from, Math.min(from + NAMES_PER_REQUEST, hidden.size()));
            ask(RunFilter.runIds(names), runs);
        }
        missed.keySet().removeAll(runs.keySet());
        for (String runId : hidden) {
            if (!runs.containsKey(runId)) {
                missed.merge(runId, 1, Integer::sum);
            }
        }
        return List.copyOf(runs.values());
    }

    /** The unsettled runs that the server has said twice it does not have; they are not asked for again. */
    Set<String> takeGone() {
        Set<String> gone = new LinkedHashSet<>();
        missed.forEach((runId, answers) -> {
            if (answers >= ANSWERS_UNTIL_GONE) {
                gone.add(runId);
            }
        });
        missed.keySet().removeAll(gone);
        return gone;
    }

    /** Ends the wait of a poll in progress. */
    void cancel() {
        CompletableFuture<?> request = running;
        if (request != null) {
            request.cancel(true);
        }
    }

    private void ask(RunFilter which, Map<String, Run> into) {
        RunQuery query = new RunQuery(project, which, "+created_at", Projection.LIGHT, PAGE_SIZE);
        for (Run run : answerTo(client.listRuns(query))) {
            into.put(run.path().runId(), run);
        }
    }

    private void ask(String one, Map<String, Run> into) {
        answerTo(client.run(project.run(one), Projection.LIGHT)).ifPresent(run -> into.put(one, run));
    }

    private <T> T answerTo(CompletableFuture<T> request) {
        running = request;
        T answer = Answers.of(request);
        running = null;
        return answer;
    }
}
