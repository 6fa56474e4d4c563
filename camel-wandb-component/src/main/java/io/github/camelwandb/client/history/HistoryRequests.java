// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Variables;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for windows of histories, several small ones of one project in one request: the first waits a moment for others. Where such a
 * request fails, its halves are asked for, until the window at fault is alone. Safe for several threads; none waits in it.
 */
final class HistoryRequests {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRequests.class);

    private static final int MAX_WINDOWS = 50;

    private final GraphqlTransport transport;
    private final Executor calls;
    private final ScheduledExecutorService timer;
    private final Duration gatheringTime;

    private final Map<ProjectPath, Gathering> gatherings = new HashMap<>();

    /**
     * @param calls runs what follows from an answer
     * @param gatheringTime how long a small window waits for others
     */
    HistoryRequests(
            GraphqlTransport transport, Executor calls, ScheduledExecutorService timer, Duration gatheringTime) {
        this.transport = transport;
        this.calls = calls;
        this.timer = timer;
        this.gatheringTime = gatheringTime;
    }

    private record Asked(HistoryRequest request, CompletableFuture<HistoryAnswer> answer) {}

    /** Windows that wait to be sent together; together they hold no more rows than a page. */
    private static final class Gathering {
        private final ProjectPath project;
        private final List<Asked> waiting = new ArrayList<>();
        private long expectedRows;

        Gathering(ProjectPath project) {
            this.project = project;
        }

        boolean hasRoomFor(HistoryRequest request) {
            return expectedRows + request.expectedRows() <= WindowWidth.PAGE_ROWS;
        }

        boolean isFull() {
            return waiting.size() == MAX_WINDOWS;
        }
    }

    /**
     * The rows as they come.
     *
     * @return cancelling it leaves the others of the same request alone
     */
    CompletableFuture<HistoryAnswer> ask(HistoryRequest request) {
        Asked asked = new Asked(request, new CompletableFuture<>());
        if (request.expectedRows() >= WindowWidth.PAGE_ROWS) {
            sendAlone(asked);
        } else {
            gather(List.of(asked));
        }
        return asked.answer();
    }

    /** The rows of some small windows of one project, in the same request as far as there is room in it. */
    List<CompletableFuture<HistoryAnswer>> askTogether(List<HistoryRequest> requests) {
        List<Asked> all = requests.stream()
                .map(request -> new Asked(request, new CompletableFuture<>()))
                .toList();
        gather(all);
        return all.stream().map(Asked::answer).toList();
    }

    private void gather(List<Asked> all) {
        List<Gathering> complete = new ArrayList<>();
        List<Gathering> begun = new ArrayList<>();
        synchronized (gatherings) {
            for (Asked asked : all) {
                Gathering gathering = gatheringFor(asked.request(), complete, begun);
                gathering.waiting.add(asked);
                gathering.expectedRows += asked.request().expectedRows();
                if (gathering.isFull()) {
                    gatherings.remove(gathering.project);
                    complete.add(gathering);
                }
            }
        }
        begun.removeAll(complete);
        begun.forEach(this::endAfterAWhile);
        complete.forEach(gathering -> send(gathering.waiting));
    }

    private Gathering gatheringFor(HistoryRequest request, List<Gathering> complete, List<Gathering> begun) {
        ProjectPath project = request.run().projectPath();
        Gathering current = gatherings.get(project);
        if (current != null && current.hasRoomFor(request)) {
            return current;
        }
        if (current != null) {
            complete.add(current);
        }
        Gathering next = new Gathering(project);
        gatherings.put(project, next);
        begun.add(next);
        return next;
    }

    private void endAfterAWhile(Gathering gathering) {
        try {
            timer.schedule(() -> end(gathering), gatheringTime.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            end(gathering);
        }
    }

    private void end(Gathering gathering) {
        boolean isOpen;
        synchronized (gatherings) {
            isOpen = gatherings.remove(gathering.project, gathering);
        }
        if (isOpen) {
            // not on the timer's thread: a request that fails at once is answered there
            elsewhere(() -> send(gathering.waiting));
        }
    }

    private void send(List<Asked> all) {
        List<Asked> wanted =
                all.stream().filter(asked -> !asked.answer().isDone()).toList();
        if (wanted.size() == 1) {
            sendAlone(wanted.get(0));
        } else if (!wanted.isEmpty()) {
            sendTogether(wanted);
        }
    }

    private void sendAlone(Asked asked) {
        HistoryRequest request = asked.request();
        Map<String, @Nullable Object> variables = Variables.of(request.run().projectPath());
        variables.put("runId", request.run().runId());
        variables.put("minStep", request.window().from());
        variables.put("maxStep", request.window().to());
        variables.put("samples", request.samples());
        GraphqlOperation<HistoryAnswer> operation = new GraphqlOperation<>(
                "RunHistory",
                variables,
                request.run().toString(),
                new HistoryReader(request.nonFinite(), request.maxRows()));
        boolean isDivisible = request.window().width() > 1;
        Futures.pass(
                isDivisible ? transport.executeDivisible(operation) : transport.execute(operation), asked.answer());
    }

    private void sendTogether(List<Asked> all) {
        List<HistoryRequest> requests =
                all.stream().map(asked -> asked.request().sharing()).toList();
        ProjectPath project = requests.get(0).run().projectPath();
        Map<String, @Nullable Object> variables = Variables.of(project);
        for (int i = 0; i < requests.size(); i++) {
            HistoryRequest request = requests.get(i);
            variables.put("run_" + i, request.run().runId());
            variables.put("minStep_" + i, request.window().from());
            variables.put("maxStep_" + i, request.window().to());
            variables.put("samples_" + i, request.samples());
        }
        CompletableFuture<List<HistoryAnswer>> answers = transport.executeDivisible(new GraphqlOperation<>(
                "RunHistories", variables, project.toString(), new HistoriesReader(requests), true, all.size()));
        AtomicInteger open = new AtomicInteger(all.size());
        for (Asked asked : all) {
            asked.answer().whenComplete((answer, failure) -> {
                if (open.decrementAndGet() == 0) {
                    answers.cancel(true);
                }
            });
        }
        answers.whenComplete((inOrder, failure) -> {
            if (failure == null) {
                handOver(all, inOrder);
            } else if (concernsAll(failure)) {
                all.forEach(asked -> elsewhere(() -> asked.answer().completeExceptionally(failure)));
            } else {
                LOG.debug(
                        "A request for {} histories of {} failed, its halves are tried", all.size(), project, failure);
                send(all.subList(0, all.size() / 2));
                send(all.subList(all.size() / 2, all.size()));
            }
        });
    }

    /** Each on a thread of its own: what follows from one answer may take long. */
    private void handOver(List<Asked> all, List<HistoryAnswer> answers) {
        for (int i = 0; i < all.size(); i++) {
            Asked asked = all.get(i);
            HistoryAnswer answer = answers.get(i);
            if (answer.isCut()) {
                sendAlone(asked);
            } else {
                elsewhere(() -> asked.answer().complete(answer));
            }
        }
    }

    private void elsewhere(Runnable work) {
        try {
            calls.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    private static boolean concernsAll(Throwable failure) {
        return !(failure instanceof WandbException)
                || failure instanceof WandbAuthenticationException
                || failure instanceof WandbRateLimitedException
                || failure.getCause() instanceof ConnectException
                || failure.getCause() instanceof UnknownHostException;
    }
}
