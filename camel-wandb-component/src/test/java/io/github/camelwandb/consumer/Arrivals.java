// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;

/** What a sink was handed, against what is promised of the order and of repeats. */
final class Arrivals {

    private final boolean commitsEach;
    private final List<Sink.Arrived> rows;
    private final List<Sink.Arrived> outOfOrder = new ArrayList<>();
    private final List<Sink.Arrived> repeats = new ArrayList<>();

    /**
     * Looks through all of it.
     *
     * @param maxInFlight exchanges of one run that may be open at once
     * @param commitsEach whether a position is durable before one more may be
     */
    Arrivals(List<Sink.Arrived> rows, int maxInFlight, boolean commitsEach) {
        this.commitsEach = commitsEach;
        this.rows = List.copyOf(rows);
        Map<String, Walk> walks = new HashMap<>();
        this.rows.stream()
                .filter(row -> !row.isLate())
                .forEach(row -> walks.computeIfAbsent(row.runId(), id -> new Walk(maxInFlight))
                        .next(row));
    }

    /** Rows that came in their turn although one of a higher step of their generation had. */
    List<Sink.Arrived> outOfOrder() {
        return outOfOrder;
    }

    /**
     * Rows at which a run went back although its generation was the same, and for no good reason. The reasons are an exchange that failed,
     * at its step or below, while so many exchanges as may be open had not passed; a start of the route, where of two rows of a step one
     * had come, so that the position was still behind the step before; and the death of a process, after which all that was not committed comes again.
     */
    List<Sink.Arrived> repeatsWithoutReason() {
        return repeats;
    }

    /** How often the late row came that came most often in one generation. */
    long mostTimesLate() {
        return rows.stream()
                .filter(Sink.Arrived::isLate)
                .collect(Collectors.groupingBy(Arrivals::standing, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(times -> times)
                .max()
                .orElse(0);
    }

    /** Rows that came again under another key in the same generation. */
    List<Sink.Arrived> repeatsUnderAnotherKey() {
        Map<String, String> keys = new HashMap<>();
        return rows.stream()
                .filter(row -> !row.key().equals(keys.computeIfAbsent(standing(row), same -> row.key())))
                .toList();
    }

    private static String standing(Sink.Arrived row) {
        return row.number() + " of generation " + row.generation();
    }

    /** The rows of one run that are not late, one after the other. */
    private final class Walk {
        private static final long NOWHERE = Long.MAX_VALUE;
        private static final Begun ALL = new Begun(-1, -1);

        /** The first step of an exchange, and the last one before it. */
        private record Begun(long step, long behind) {}

        private final int maxInFlight;
        private final Queue<Begun> begun = new ArrayDeque<>(); // the last ones
        private final Map<Long, Integer> places = new HashMap<>(); // by number, in the order in which rows came first
        private int generation;
        private long last;
        private long lastBelow; // of a lower step
        private int lastPlace;
        private Sink.Handover exchange;
        private long firstOfExchange;
        private long lastBeforeExchange;
        private int exchanges;
        private long failedAt; // the first step of what has failed
        private long failedBehind; // rows that were hidden may have come to stand between this step and that one
        private int exchangesAtFailure;

        Walk(int maxInFlight) {
            this.maxInFlight = maxInFlight;
        }

        void next(Sink.Arrived row) {
            if (row.generation() != generation) {
                begin(row);
            }
            boolean isAfterStart =
                    exchange != null && exchange.life() != row.handover().life();
            boolean isAfterDeath = isAfterStart && exchange.life().wasKilled();
            if (isAfterDeath) {
                died();
            }
            if (row.handover() != exchange) {
                exchange = row.handover();
                firstOfExchange = row.step();
                lastBeforeExchange = last;
                exchanges++;
                if (row.step() < last) {
                    begun.clear(); // they come again
                }
                begun.add(new Begun(row.step(), last));
                if (begun.size() > maxInFlight) {
                    begun.remove();
                }
            }
            boolean isKnown = places.containsKey(row.number());
            int place = places.computeIfAbsent(row.number(), number -> places.size());
            if (row.step() < last || (row.step() == last && place <= lastPlace)) {
                boolean isForFailure = exchanges - exchangesAtFailure <= maxInFlight
                        && row.step() >= (isKnown ? failedAt : failedBehind);
                boolean isForStart = isAfterStart && (isKnown ? row.step() == last : row.step() > lastBelow);
                if (!isForFailure && !isForStart) {
                    (isKnown ? repeats : outOfOrder).add(row);
                }
                if (isForFailure) {
                    lastBeforeExchange = Math.min(lastBeforeExchange, failedBehind); // this one may fail, too
                    lastBelow = Math.min(lastBelow, lastBeforeExchange);
                }
                nothingComesAgain();
            } else if (isAfterDeath) {
                nothingComesAgain(); // all of it was committed
            }
            lastBelow = row.step() > last ? last : lastBelow;
            last = row.step();
            if (isKnown || place == lastPlace + 1) { // among rows that come again there may be a new one of their step
                lastPlace = place;
            }
            if (row.handover().failed()) {
                failed();
            }
        }

        /** It leads back as far as the first of those that were open with it and failed, too. */
        private void failed() {
            if (failedAt == NOWHERE || exchanges - exchangesAtFailure >= maxInFlight) {
                exchangesAtFailure = exchanges;
                failedAt = firstOfExchange;
                failedBehind = lastBeforeExchange;
            }
        }

        /** Those that may not have been committed. */
        private void died() {
            exchangesAtFailure = exchanges;
            Begun oldest = commitsEach ? begun.peek() : ALL;
            if (oldest != null) {
                failedAt = Math.min(failedAt, oldest.step());
                failedBehind = Math.min(failedBehind, oldest.behind());
            }
        }

        private void begin(Sink.Arrived row) {
            if (row.generation() < generation) {
                outOfOrder.add(row);
            }
            generation = row.generation();
            last = -1;
            lastBelow = -1;
            lastPlace = -1;
            nothingComesAgain();
            places.clear();
            begun.clear();
        }

        private void nothingComesAgain() {
            failedAt = NOWHERE;
            failedBehind = NOWHERE;
        }
    }
}
