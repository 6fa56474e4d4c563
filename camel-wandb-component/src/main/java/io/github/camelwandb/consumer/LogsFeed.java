// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.LogPage;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.consumer.FollowerContext.RunEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of the runs' consoles, forward by pages. A tail is asked for where it holds all that is missing and there is no page to go
 * on from, and where the server knows only tails: if one does not hold all, it may know pages again.
 */
final class LogsFeed implements Feed<LogPosition> {

    private static final Logger LOG = LoggerFactory.getLogger(LogsFeed.class);

    private static final int PAGE_LINES = 1_000;

    /** More lines than were counted when the runs were listed. Where there are still more, pages are asked for, or the longest tail. */
    private static final int MARGIN = 100;

    /** Where there are only tails, as much as they are known to give. */
    private static final int LONGEST_TAIL = 10_000;

    private final WandbClient client;
    private final RunEvents events;
    private final Refusals refusals = new Refusals(); // of run after run
    private final Cache<RunPath, Refusals> refused = // of servers that refuse some runs; they can be found out anew
            Caffeine.newBuilder().maximumSize(1_000).executor(Runnable::run).build();
    private final Cache<RunPath, LogPosition>
            gaps = // up to where they are told: a route that fails has its lines read again
            Caffeine.newBuilder().maximumSize(1_000).executor(Runnable::run).build();
    private volatile boolean isForward = true;

    LogsFeed(WandbClient client, RunEvents events) {
        this.client = client;
        this.events = events;
    }

    @Override
    public LogPosition start(Run run) {
        return LogPosition.atStart(run);
    }

    @Override
    public LogPosition startBehind(Run run) {
        return LogPosition.behind(run);
    }

    @Override
    public LogPosition decode(String entry) {
        return LogPosition.decode(entry);
    }

    @Override
    public boolean hasNews(LogPosition position, Run run, boolean isSweep) {
        return !position.isOf(run) || run.logLineCount() != position.lines();
    }

    @Override
    public CompletableFuture<Page<LogPosition>> next(LogPosition position, Run run) {
        if (!position.isOf(run)) {
            return read(position.anew(run), run);
        }
        if (run.logLineCount() < position.next()) {
            return lastLine(position, run).thenCompose(tail -> afterCountWentBack(position, run, tail));
        }
        return read(position, run);
    }

    /**
     * A count may be late, and so may what is shown: that all lines are there that were told is no verdict. A last line that was told long
     * ago is a console that began anew.
     */
    private CompletableFuture<Page<LogPosition>> afterCountWentBack(LogPosition position, Run run, LogPage tail) {
        long end =
                tail.lines().stream().mapToLong(line -> line.number() + 1).max().orElse(0);
        if (end == position.next()) {
            boolean isLower = run.logLineCount() < position.lines(); // or so few were counted for long
            return CompletableFuture.completedFuture(
                    new Page<>(position.withLines(run.logLineCount()), List.of(), isLower));
        }
        return read(end < position.next() ? position.anew(run) : position, run);
    }

    private CompletableFuture<Page<LogPosition>> read(LogPosition from, Run run) {
        if (!isForward
                || hasOnlyTail(run)
                || (from.cursor() == null && from.next() > 0 && run.logLineCount() - from.next() <= PAGE_LINES)) {
            return tail(from, run)
                    .thenCompose(tail -> begin(tail) > from.next()
                            ? forward(from, run)
                            : CompletableFuture.completedFuture(page(from, run, tail)));
        }
        return forward(from, run);
    }

    private boolean hasOnlyTail(Run run) {
        Refusals ofRun = refused.getIfPresent(run.path());
        return ofRun != null && ofRun.areEnough();
    }

    private CompletableFuture<LogPage> tail(LogPosition from, Run run) {
        return tail(from, run, (int) Math.min(tailFrom(from, run), LONGEST_TAIL), from.next());
    }

    private CompletableFuture<LogPage> lastLine(LogPosition from, Run run) {
        return tail(from, run, 1, 0);
    }

    private CompletableFuture<LogPage> tail(LogPosition from, Run run, int lines, long fromNumber) {
        return client.logTail(run.path(), lines, fromNumber)
                .thenCompose(tail -> isOf(from, tail)
                        ? CompletableFuture.completedFuture(tail)
                        : OlderRun.answered("console lines"));
    }

    private static boolean isOf(LogPosition from, LogPage page) {
        return Entries.isSame(from.createdAt(), page.runCreatedAt());
    }

    /** How many lines a tail has that holds all that is missing. */
    private static long tailFrom(LogPosition from, Run run) {
        return Math.max(0, run.logLineCount() - from.next()) + MARGIN;
    }

    private static long begin(LogPage page) {
        return page.lines().isEmpty() ? 0 : page.lines().get(0).number();
    }

    private static List<LogLine> news(LogPosition from, LogPage page) {
        return page.lines().stream()
                .filter(line -> line.number() >= from.next())
                .toList();
    }

    private CompletableFuture<Page<LogPosition>> forward(LogPosition from, Run run) {
        return client.logPage(run.path(), from.cursor(), PAGE_LINES)
                .handle((page, failure) -> {
                    if (failure == null && !isOf(from, page)) {
                        return OlderRun.<Page<LogPosition>>answered("console lines");
                    }
                    if (failure == null) {
                        refusals.ended();
                        isForward = true;
                        refused.invalidate(run.path());
                        return from.cursor() != null && news(from, page).isEmpty() && !leadsOn(from, page)
                                ? atEnd(from, run)
                                : CompletableFuture.completedFuture(page(from, run, page));
                    }
                    if (!(failure instanceof WandbServerIncompatibleException
                            || failure instanceof WandbBadRequestException)) {
                        return CompletableFuture.<Page<LogPosition>>failedFuture(failure);
                    }
                    if (from.cursor() != null) {
                        return read(from.withCursor(null), run); // the server does not know it any more
                    }
                    return areEnough(run, failure)
                            ? tail(from, run, LONGEST_TAIL, from.next()).thenApply(tail -> page(from, run, tail))
                            : CompletableFuture.<Page<LogPosition>>failedFuture(failure); // a tail may not hold all
                })
                .thenCompose(next -> next);
    }

    /** Whether there is only the tail of this run: where that is so of run after run, or the server says so, it is of all of them. */
    private boolean areEnough(Run run, Throwable refusal) {
        Refusals ofRun = refused.get(run.path(), path -> new Refusals());
        boolean isKnown = ofRun.areEnough();
        if (!ofRun.areEnough(refusal)) {
            return false;
        }
        if (!isKnown && isForward && refusals.areEnough(refusal)) {
            isForward = false; // what answers here is a server of W&B, and an old one
            LOG.info(
                    "Only the ends of consoles are read, for the server has no pages of them: {}",
                    refusal.getMessage());
        } else if (!isKnown && isForward) {
            LOG.info("Of the console of {} only the end is read: {}", run.path(), refusal.getMessage());
        }
        return true;
    }

    private static boolean leadsOn(LogPosition from, LogPage page) {
        return !page.lines().isEmpty()
                && page.endCursor() != null
                && !page.endCursor().equals(from.cursor());
    }

    /** Nothing follows after the cursor: there is nothing more, or it is shown elsewhere only, or the cursor leads nowhere any more. */
    private CompletableFuture<Page<LogPosition>> atEnd(LogPosition from, Run run) {
        long count = run.logLineCount();
        if (from.next() >= count) {
            return CompletableFuture.completedFuture(new Page<>(from.withLines(count), List.of(), false));
        }
        boolean mayHoldAll = tailFrom(from, run) <= LONGEST_TAIL;
        return (mayHoldAll ? tail(from, run) : lastLine(from, run)).thenApply(tail -> {
            if (mayHoldAll && begin(tail) <= from.next()) {
                return page(from, run, tail);
            }
            return news(from, tail).isEmpty()
                    ? new Page<>(from.withLines(count), List.of(), true)
                    : new Page<>(from.withCursor(null), List.of(), true);
        });
    }

    private Page<LogPosition> page(LogPosition from, Run run, LogPage answer) {
        List<LogLine> lines = news(from, answer);
        LogPosition end = answer.endCursor() == null ? from : from.withCursor(answer.endCursor());
        long count = run.logLineCount();
        if (!lines.isEmpty()) {
            return told(from, run, lines, end.cursor());
        }
        if (from.next() >= count) {
            return new Page<>(end.withLines(count), List.of(), false);
        }
        return leadsOn(from, answer)
                ? new Page<>(end, List.of(), false) // of lines that were told before
                : new Page<>(from.withLines(count), List.of(), true);
    }

    private Page<LogPosition> told(LogPosition from, Run run, List<LogLine> lines, @Nullable String cursor) {
        tellGap(from, run, lines);
        List<Item<LogPosition>> items = new ArrayList<>();
        for (LogLine line : lines) {
            LogPosition after = from.at(line.number() + 1);
            if (items.size() + 1 == lines.size()) {
                after = after.withCursor(cursor);
            }
            items.add(new Item<>(after, message -> fill(message, run, from.generation(), line)));
        }
        return new Page<>(from, items, false);
    }

    private void tellGap(LogPosition from, Run run, List<LogLine> lines) {
        LogPosition before = gaps.getIfPresent(run.path());
        long begin =
                before != null && before.isOfSameConsole(from) ? Math.max(from.next(), before.next()) : from.next();
        long last = lines.get(lines.size() - 1).number();
        long missing = last
                + 1
                - begin
                - lines.stream()
                        .mapToLong(LogLine::number)
                        .filter(number -> number >= begin)
                        .distinct()
                        .count();
        if (missing > 0) {
            gaps.put(run.path(), from.at(last + 1));
            events.tell(
                    WandbRunEvent.Kind.GAP,
                    run.path(),
                    "The server does not give " + missing + " of the lines of its console from " + begin + " to "
                            + last);
        }
    }

    private static void fill(Message message, Run run, int generation, LogLine line) {
        RunHeaders.fill(message, run);
        message.setHeader(WandbConstants.GENERATION, generation);
        message.setHeader(WandbConstants.LINE_NUMBER, line.number());
        if (!line.level().isEmpty()) {
            message.setHeader(WandbConstants.LINE_LEVEL, line.level());
        }
        if (!line.label().isEmpty()) {
            message.setHeader(WandbConstants.LINE_LABEL, line.label());
        }
        if (line.timestamp() != null) {
            message.setHeader(WandbConstants.TIMESTAMP, line.timestamp().toEpochMilli());
            message.setHeader(Exchange.MESSAGE_TIMESTAMP, line.timestamp().toEpochMilli());
        }
        message.setBody(line.text());
    }

    @Override
    public Page<LogPosition> farewell(LogPosition position) {
        return new Page<>(position, List.of(), false);
    }
}
