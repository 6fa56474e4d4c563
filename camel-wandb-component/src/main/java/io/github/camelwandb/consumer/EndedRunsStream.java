// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each run that has ended, once for each time it ended: a run can be resumed and end again. Its methods are the
 * poll's alone.
 */
final class EndedRunsStream implements RunStream {

    private static final Logger LOG = LoggerFactory.getLogger(EndedRunsStream.class);

    /** The value of the header {@link WandbConstants#EVENT}. */
    private static final String ENDED = "ended";

    private final Offsets offsets;
    private final Delivery delivery;
    private final StartFrom startFrom;
    private final Supplier<Backoff> backoffs;
    private final BiConsumer<String, Throwable> reports;
    private final Executor executor;
    private final Map<RunKey, EndingRun> runs = new ConcurrentHashMap<>();

    EndedRunsStream(
            Offsets offsets,
            Delivery delivery,
            StartFrom startFrom,
            Supplier<Backoff> backoffs,
            BiConsumer<String, Throwable> reports,
            Executor executor) {
        this.offsets = offsets;
        this.delivery = delivery;
        this.startFrom = startFrom;
        this.backoffs = backoffs;
        this.reports = reports;
        this.executor = executor;
    }

    @Override
    public void firstListing(List<Run> listing) {
        if (startFrom instanceof StartFrom.Latest) {
            for (Run run : listing) {
                if (run.state().isInactive()) {
                    offsets.save(RunKey.of(run), toldOf(run));
                }
            }
        }
    }

    @Override
    public void listed(List<Run> listing, boolean isSweep) {
        delivery.beginPoll();
        for (Run run : listing) {
            runs.computeIfAbsent(RunKey.of(run), EndingRun::new).listed(run);
        }
    }

    @Override
    public Collection<String> unsettled() {
        List<String> runIds = new ArrayList<>();
        runs.forEach((key, run) -> {
            if (!run.settled) {
                runIds.add(key.runId());
            }
        });
        return runIds;
    }

    @Override
    public void gone(Collection<String> runIds) {
        runs.keySet().removeIf(key -> runIds.contains(key.runId()));
    }

    private static RunOffset toldOf(Run run) {
        return RunOffset.startingAt(run, 0).withDelivered(RunMark.of(run));
    }

    /** One run, confined to its mailbox. */
    private final class EndingRun {
        private final RunKey key;
        private final Mailbox mailbox = new Mailbox(executor);
        private final Backoff hold = backoffs.get();
        private boolean loaded;
        private boolean inFlight;
        private @Nullable RunOffset told;
        private volatile boolean settled;

        private EndingRun(RunKey key) {
            this.key = key;
        }

        private void listed(Run run) {
            mailbox.post(() -> onListed(run));
        }

        private void onListed(Run run) {
            if (inFlight || !hold.isDue()) {
                return;
            }
            try {
                if (!loaded) {
                    told = offsets.load(key).orElse(null);
                    loaded = true;
                }
                settled = run.state().isInactive() && isTold(run);
                if (run.state().isInactive() && !settled && delivery.reserve()) {
                    inFlight = true;
                    delivery.send(
                            message -> fill(message, run), completed -> mailbox.post(() -> onSettled(run, completed)));
                }
            } catch (RuntimeException | Error e) {
                hold(run, e);
            }
        }

        private boolean isTold(Run run) {
            RunMark mark = RunMark.of(run);
            return told != null
                    && told.delivered() != null
                    && told.delivered().state().equals(mark.state())
                    && Objects.equals(told.delivered().heartbeatAt(), mark.heartbeatAt());
        }

        private void fill(Message message, Run run) {
            RunHeaders.fill(message, run);
            message.setHeader(WandbConstants.EVENT, ENDED);
            message.setBody(run);
        }

        private void onSettled(Run run, boolean completed) {
            inFlight = false;
            if (!completed) {
                hold(run, null);
                return;
            }
            try {
                RunOffset offset = toldOf(run);
                offsets.save(key, offset);
                told = offset;
                settled = true;
                hold.succeeded();
            } catch (RuntimeException | Error e) {
                hold(run, e);
            }
        }

        /** @param cause null where the route failed, which Camel has reported already */
        private void hold(Run run, @Nullable Throwable cause) {
            Duration wait = hold.failed();
            LOG.warn("The end of run {} is held and told again in {}", run.path(), wait);
            if (cause != null) {
                reports.accept("Error telling of the end of run " + run.path(), cause);
            }
        }
    }
}
