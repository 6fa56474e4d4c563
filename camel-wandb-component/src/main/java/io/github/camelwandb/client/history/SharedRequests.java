// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.Overload;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks about runs, several small questions about one project in one request: the first waits a moment for others. Where such a request
 * fails, its halves are asked for, until the question at fault is alone. Safe for several threads; none waits in it.
 *
 * @param <Q> one question
 * @param <A> its answer
 */
final class SharedRequests<Q extends SharedRequests.Question, A> {

    /** About one run. */
    interface Question {

        RunPath run();

        /** About how many rows the answer weighs; {@link WindowWidth#PAGE_ROWS} if it is to be asked alone. */
        long expectedRows();
    }

    /** How questions of one kind are asked. */
    interface Kind<Q, A> {

        CompletableFuture<A> alone(Q question);

        /** Answers in the order of the questions. */
        CompletableFuture<List<A>> together(ProjectPath project, List<Q> questions);

        /** Whether an answer that came with others is only a part, so that the question is to be asked alone. */
        boolean isCut(A answer);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SharedRequests.class);

    private static final int MOST_RUNS = 50;
    private static final int MOST_QUESTIONS = 200; // several about one run
    private static final int MOST_ROWS = 4 * WindowWidth.PAGE_ROWS; // RowLimit bounds what of them is held

    private final Kind<Q, A> kind;
    private final Executor calls;
    private final ScheduledExecutorService timer;
    private final Duration gatheringTime;

    private final Map<ProjectPath, Gathering<Q, A>> gatherings = new HashMap<>();

    /**
     * @param calls runs what follows from an answer
     * @param gatheringTime how long a small question waits for others
     */
    SharedRequests(Kind<Q, A> kind, Executor calls, ScheduledExecutorService timer, Duration gatheringTime) {
        this.kind = kind;
        this.calls = calls;
        this.timer = timer;
        this.gatheringTime = gatheringTime;
    }

    private record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

    /** Questions that wait to be sent together; their answers weigh no more than a large page. */
    private static final class Gathering<Q extends Question, A> {
        private final ProjectPath project;
        private final List<Asked<Q, A>> waiting = new ArrayList<>();
        private final Set<RunPath> runs = new HashSet<>();
        private long expectedRows;

        Gathering(ProjectPath project) {
            this.project = project;
        }

        boolean hasRoomFor(Q question) {
            return expectedRows + question.expectedRows() <= MOST_ROWS
                    && (!hasMostRuns() || runs.contains(question.run()));
        }

        void add(Asked<Q, A> asked) {
            waiting.add(asked);
            runs.add(asked.question().run());
            expectedRows += asked.question().expectedRows();
        }

        /** Whether nothing more will come for it, but for more questions about the same runs. */
        boolean hasMostRuns() {
            return runs.size() == MOST_RUNS;
        }

        boolean isFull() {
            return waiting.size() == MOST_QUESTIONS;
        }
    }

    /**
     * Asks one question.
     *
     * @return cancelling it leaves the others of the same request alone
     */
    CompletableFuture<A> ask(Q question) {
        Asked<Q, A> asked = new Asked<>(question, new CompletableFuture<>());
        if (question.expectedRows() >= WindowWidth.PAGE_ROWS) {
            sendAlone(asked);
        } else {
            gather(List.of(asked));
        }
        return asked.answer();
    }

    /** Asks some small questions about one project, in the same request as far as there is room in it. */
    List<CompletableFuture<A>> askTogether(List<Q> questions) {
        List<Asked<Q, A>> all = questions.stream()
                .map(question -> new Asked<>(question, new CompletableFuture<A>()))
                .toList();
        gather(all);
        return all.stream().map(Asked::answer).toList();
    }

    private void gather(List<Asked<Q, A>> all) {
        List<Gathering<Q, A>> complete = new ArrayList<>();
        List<Gathering<Q, A>> begun = new ArrayList<>();
        synchronized (gatherings) {
            for (Asked<Q, A> asked : all) {
                Gathering<Q, A> gathering = gatheringFor(asked.question(), complete, begun);
                gathering.add(asked);
                if (gathering.isFull()) {
                    gatherings.remove(gathering.project);
                    complete.add(gathering);
                }
            }
            gatherings.values().removeIf(gathering -> gathering.hasMostRuns() && complete.add(gathering));
        }
        begun.removeAll(complete);
        begun.forEach(this::endAfterAWhile);
        complete.forEach(gathering -> send(gathering.waiting));
    }

    private Gathering<Q, A> gatheringFor(Q question, List<Gathering<Q, A>> complete, List<Gathering<Q, A>> begun) {
        ProjectPath project = question.run().projectPath();
        Gathering<Q, A> current = gatherings.get(project);
        if (current != null && current.hasRoomFor(question)) {
            return current;
        }
        if (current != null) {
            complete.add(current);
        }
        Gathering<Q, A> next = new Gathering<>(project);
        gatherings.put(project, next);
        begun.add(next);
        return next;
    }

    private void endAfterAWhile(Gathering<Q, A> gathering) {
        try {
            timer.schedule(() -> end(gathering), gatheringTime.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | Error e) { // such as that the system gives no more threads
            end(gathering);
        }
    }

    private void end(Gathering<Q, A> gathering) {
        boolean isOpen;
        synchronized (gatherings) {
            isOpen = gatherings.remove(gathering.project, gathering);
        }
        if (isOpen) {
            // not on the timer's thread: a request that fails at once is answered there
            elsewhere(() -> send(gathering.waiting));
        }
    }

    private void send(List<Asked<Q, A>> all) {
        List<Asked<Q, A>> wanted =
                all.stream().filter(asked -> !asked.answer().isDone()).toList();
        if (wanted.size() == 1) {
            sendAlone(wanted.get(0));
        } else if (!wanted.isEmpty()) {
            sendTogether(wanted);
        }
    }

    private void sendAlone(Asked<Q, A> asked) {
        Futures.pass(asking(() -> kind.alone(asked.question())), asked.answer());
    }

    /** Whoever waits for the answer is to know also that it could not be asked. */
    private static <T> CompletableFuture<T> asking(Supplier<CompletableFuture<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void sendTogether(List<Asked<Q, A>> all) {
        ProjectPath project = all.get(0).question().run().projectPath();
        List<Q> questions = all.stream().map(Asked::question).toList();
        CompletableFuture<List<A>> answers = asking(() -> kind.together(project, questions));
        AtomicInteger open = new AtomicInteger(all.size());
        for (Asked<Q, A> asked : all) {
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
                        "A request about {} histories of {} failed, its halves are tried",
                        all.size(),
                        project,
                        failure);
                send(all.subList(0, all.size() / 2));
                send(all.subList(all.size() / 2, all.size()));
            }
        });
    }

    /** Each on a thread of its own: what follows from one answer may take long. */
    private void handOver(List<Asked<Q, A>> all, List<A> answers) {
        for (int i = 0; i < all.size(); i++) {
            Asked<Q, A> asked = all.get(i);
            A answer = answers.get(i);
            if (kind.isCut(answer)) {
                sendAlone(asked);
            } else {
                elsewhere(() -> asked.answer().complete(answer));
            }
        }
    }

    private void elsewhere(Runnable work) {
        try {
            calls.execute(work);
        } catch (RejectedExecutionException | Error e) {
            work.run();
        }
    }

    private static boolean concernsAll(Throwable failure) {
        return !(failure instanceof WandbException)
                || failure instanceof WandbAuthenticationException
                || failure instanceof WandbRateLimitedException
                || Overload.isOurs(failure)
                || failure.getCause() instanceof ConnectException
                || failure.getCause() instanceof UnknownHostException;
    }
}
