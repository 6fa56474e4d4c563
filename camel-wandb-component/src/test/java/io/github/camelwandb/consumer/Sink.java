// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;

/** The end of a story's route: it remembers what came, fails, and keeps exchanges open. */
final class Sink extends AsyncProcessorSupport {

    /** How an exchange ends. */
    enum End {
        COMPLETED,
        THROWN,
        ROLLED_BACK;

        private void of(Exchange exchange) {
            switch (this) {
                case THROWN -> exchange.setException(new DownException());
                case ROLLED_BACK -> exchange.setRollbackOnly(true);
                default -> {}
            }
        }
    }

    /** What a route throws. */
    static final class DownException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private DownException() {
            super("the sink is down");
        }
    }

    /** The time from a start of the route to its end. */
    static final class Life {
        private volatile boolean wasKilled;

        boolean wasKilled() {
            return wasKilled;
        }
    }

    /** One exchange. */
    static final class Handover {
        private final Life life;
        private volatile @Nullable End end;
        private volatile boolean isOutlived;

        private Handover(Life life) {
            this.life = life;
        }

        Life life() {
            return life;
        }

        /** Whether all of it has to come again. */
        boolean failed() {
            return isOutlived || (end != null && end != End.COMPLETED);
        }

        boolean completed() {
            return end == End.COMPLETED;
        }
    }

    /** A row, and the exchange it came in. */
    record Arrived(
            String runId, int generation, long step, long number, String key, boolean isLate, Handover handover) {}

    /** The next so many exchanges with a row of this step or a higher one fail. */
    private record Failures(End end, long fromStep, int times) {}

    private record Open(Exchange exchange, AsyncCallback callback, List<Arrived> rows) {
        private String runId() {
            return rows.get(0).runId();
        }
    }

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final Map<String, Failures> failures = new HashMap<>();
    private final Map<String, Long> keepsOpen = new HashMap<>();
    private final List<Open> open = new ArrayList<>();
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();
    private final List<AsyncCallback> lost = new ArrayList<>();
    private Life life = new Life();
    private boolean isBuried;

    /** The numbers of the rows whose exchanges have completed. */
    Set<Long> taken() {
        return taken;
    }

    /** What came, in order. */
    List<Arrived> arrived() {
        return arrived;
    }

    /** The route starts. */
    synchronized void beginLife() {
        life = new Life();
        isBuried = false;
        open.forEach(exchange -> exchange.rows().get(0).handover().isOutlived = true);
    }

    /** From now on nothing that happens is known to anybody: what is open stays so, and so does what still comes, until it is buried. */
    synchronized void dies() {
        life.wasKilled = true;
        for (Open exchange : open) {
            exchange.rows().get(0).handover().isOutlived = true;
            lost.add(exchange.callback());
        }
        open.clear();
    }

    /** What died may leave. */
    void isBuried() {
        List<AsyncCallback> leaving;
        synchronized (this) {
            isBuried = true;
            leaving = List.copyOf(lost);
            lost.clear();
        }
        leaving.forEach(callback -> callback.done(false));
    }

    synchronized void fails(String runId, End end, long fromStep, int times) {
        failures.put(runId, new Failures(end, fromStep, times));
    }

    /** All that is open completes, and all that comes. */
    void works() {
        List<String> hesitating;
        synchronized (this) {
            failures.clear();
            hesitating = List.copyOf(keepsOpen.keySet());
        }
        hesitating.forEach(this::lets);
    }

    /** Whether the failures that a run was to have were had. */
    synchronized boolean hasFailed(String runId) {
        return !failures.containsKey(runId);
    }

    /** From now on exchanges with a row of this step or a higher one do not end, until {@link #lets}. */
    synchronized void keepsOpen(String runId, long fromStep) {
        keepsOpen.put(runId, fromStep);
    }

    synchronized boolean isOpen(String runId) {
        return open.stream().anyMatch(exchange -> exchange.runId().equals(runId));
    }

    /** Exchanges that are open end so, while others are kept open as before. */
    void ends(String runId, End end) {
        List<Open> ended = new ArrayList<>();
        synchronized (this) {
            open.removeIf(exchange -> exchange.runId().equals(runId) && ended.add(exchange));
            ended.forEach(exchange -> end(exchange.rows(), end));
        }
        for (Open exchange : ended) {
            end.of(exchange.exchange());
            exchange.callback().done(false);
        }
    }

    /** What is open completes, and whatever comes. */
    void lets(String runId) {
        lets(runId, End.COMPLETED);
    }

    /** What is open ends so, and what comes completes. */
    void lets(String runId, End end) {
        synchronized (this) {
            keepsOpen.remove(runId);
        }
        ends(runId, end);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        String runId = message.getHeader(WandbConstants.RUN_ID, String.class);
        List<HistoryRow> rows = message.getBody() instanceof HistoryBatch batch
                ? List.copyOf(batch)
                : List.of((HistoryRow) message.getBody());
        End end;
        synchronized (this) {
            if (life.wasKilled) {
                return isBuried ? done(callback) : loses(callback);
            }
            Handover handover = new Handover(life);
            List<Arrived> handedOver = rows.stream()
                    .map(row -> arrived(message, runId, row, handover))
                    .toList();
            arrived.addAll(handedOver);
            end = endOf(handedOver.get(rows.size() - 1));
            if (end == null) {
                open.add(new Open(exchange, callback, handedOver));
                return false;
            }
            end(handedOver, end);
        }
        end.of(exchange);
        return done(callback);
    }

    private boolean loses(AsyncCallback callback) {
        lost.add(callback);
        return false;
    }

    private static boolean done(AsyncCallback callback) {
        callback.done(true);
        return true;
    }

    private void end(List<Arrived> rows, End end) {
        rows.get(0).handover().end = end;
        if (end == End.COMPLETED) {
            rows.forEach(row -> taken.add(row.number()));
        }
    }

    /** @return null if it stays open */
    private @Nullable End endOf(Arrived last) {
        if (keepsOpen.getOrDefault(last.runId(), Long.MAX_VALUE) <= last.step()) {
            return null;
        }
        Failures next = failures.get(last.runId());
        if (next == null || last.step() < next.fromStep()) {
            return End.COMPLETED;
        }
        if (next.times() == 1) {
            failures.remove(last.runId());
        } else {
            failures.put(last.runId(), new Failures(next.end(), next.fromStep(), next.times() - 1));
        }
        return next.end();
    }

    private static Arrived arrived(Message message, String runId, HistoryRow row, Handover handover) {
        return new Arrived(
                runId,
                message.getHeader(WandbConstants.GENERATION, int.class),
                row.step(),
                ((Number) row.get(SimulatedRows.NUMBER)).longValue(),
                String.valueOf(row.get("_rowKey")),
                message.getHeader(WandbConstants.LATE, false, boolean.class),
                handover);
    }
}
