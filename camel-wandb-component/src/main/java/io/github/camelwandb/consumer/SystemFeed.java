// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.history.History;
import io.github.camelwandb.client.history.SystemRows;
import io.github.camelwandb.client.history.SystemRows.Place;
import io.github.camelwandb.client.history.SystemRows.PlaceOf;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.model.SystemRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The system metrics of the runs. W&B gives them only as a whole, so a long run is read when a hundredth of it is new, when it is
 * inactive, or at a sweep.
 */
final class SystemFeed implements Feed<SystemPosition> {

    /** What is asked for: some days of a row every 15 seconds. */
    private static final int SAMPLES = 20_000;

    private static final int PAGE_ROWS = 1_000;

    private static final int SMALLEST_SHARE = 100;

    private final History history;
    private final NonFinite nonFinite;
    private final boolean includeRun;

    SystemFeed(History history, NonFinite nonFinite, boolean includeRun) {
        this.history = history;
        this.nonFinite = nonFinite;
        this.includeRun = includeRun;
    }

    @Override
    public SystemPosition start(Run run) {
        return SystemPosition.atStart(run);
    }

    @Override
    public SystemPosition startBehind(Run run) {
        return SystemPosition.behind(run);
    }

    @Override
    public SystemPosition decode(String entry) {
        return SystemPosition.decode(entry);
    }

    @Override
    public boolean hasNews(SystemPosition position, Run run, boolean isSweep) {
        long fresh = run.eventsLineCount() - position.lines();
        return !position.isOf(run)
                || (fresh != 0
                        && (isSweep
                                || run.state().isInactive()
                                || fresh < 0
                                || fresh * SMALLEST_SHARE >= run.eventsLineCount()));
    }

    @Override
    public CompletableFuture<Page<SystemPosition>> next(SystemPosition position, Run run) {
        SystemPosition from = position.isOf(run) ? position : SystemPosition.atStart(run);
        if (from.passed() > 0) {
            return history.systemPlace(run.path(), SAMPLES, from.passed())
                    .thenCompose(answer -> Entries.isSame(from.createdAt(), answer.runCreatedAt())
                            ? CompletableFuture.completedFuture(
                                    new Page<>(from.at(start(from, run, answer)), List.of(), false))
                            : OlderRun.answered("system metrics"));
        }
        return history.systemRows(run.path(), SAMPLES, from.place(), PAGE_ROWS, nonFinite)
                .thenCompose(rows -> Entries.isSame(from.createdAt(), rows.runCreatedAt())
                        ? CompletableFuture.completedFuture(page(from, run, rows))
                        : OlderRun.answered("system metrics"));
    }

    /** Fewer than were passed over are those of after a rewind; a replica that lags is not the only one that says so. */
    private static Place start(SystemPosition from, Run run, PlaceOf answer) {
        boolean isRewound = run.eventsLineCount() < from.passed() && answer.lines() < from.passed();
        return isRewound ? Place.BEGINNING : answer.place();
    }

    private Page<SystemPosition> page(SystemPosition from, Run run, SystemRows answer) {
        long count = run.eventsLineCount();
        boolean isOfBefore = count < from.lines() && answer.lines() > count; // most likely it was rewound
        boolean isShort = isOfBefore || answer.received() < Math.min(count, SAMPLES);
        boolean isSample = answer.received() < answer.lines() || answer.received() >= SAMPLES;
        List<Item<SystemPosition>> items = new ArrayList<>();
        SystemPosition position = from;
        for (SystemRow row : answer.rows()) {
            position = position.at(position.place().behind(row.seconds()));
            boolean isLast = items.size() + 1 == answer.rows().size();
            SystemPosition after =
                    isLast && !answer.hasMore() ? told(position, count, answer, isShort, isSample) : position;
            items.add(new Item<>(after, message -> fill(message, run, row, isSample)));
        }
        return new Page<>(items.isEmpty() ? from.withLines(count) : from, items, isShort);
    }

    /** What was told is counted as it was answered: another count that is listed later is news, also a lower one. */
    private static SystemPosition told(
            SystemPosition position, long count, SystemRows answer, boolean isShort, boolean isSample) {
        if (isSample) {
            return isShort ? position : position.withLines(count);
        }
        return position.withLines(answer.received());
    }

    private void fill(Message message, Run run, SystemRow row, boolean isSample) {
        RunHeaders.fill(message, run);
        if (isSample) {
            message.setHeader(WandbConstants.SAMPLED, true);
        }
        Instant measured = row.timestamp();
        if (measured != null) {
            message.setHeader(WandbConstants.TIMESTAMP, measured.toEpochMilli());
            message.setHeader(Exchange.MESSAGE_TIMESTAMP, measured.toEpochMilli());
        }
        RunPath path = run.path();
        message.setBody(
                includeRun
                        ? row.with(Map.of("_entity", path.entity(), "_project", path.project(), "_runId", path.runId()))
                        : row);
    }

    @Override
    public Page<SystemPosition> farewell(SystemPosition position) {
        return new Page<>(position, List.of(), false);
    }
}
