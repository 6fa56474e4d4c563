// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.RunPage;
import io.github.camelwandb.client.RunQuery;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists runs by the time of their creation. W&B's cursors are positions in the listing of the moment, and shift when runs come and go:
 * so each page is a new listing, from the time on that the page before ended with, and a cursor is used only among runs of one time.
 */
final class RunLister {

    private static final Logger LOG = LoggerFactory.getLogger(RunLister.class);

    /** 500, and some that are of the time with which the page before ended. */
    private static final int PAGE_SIZE = 510;

    /** Who answers so many pages in a row without a run that is new goes in circles. */
    private static final int MAX_STALE_PAGES = 100;

    /** After so long it is tried again what the server has refused: it may have been somebody in between, or is a newer one now. */
    static final Duration ANEW = Duration.ofHours(1);

    private final WandbClient client;
    private final ProjectPath project;
    private final Waiting waiting;
    private final Refusals refusals = new Refusals();
    private final Since plain;

    RunLister(WandbClient client, ProjectPath project, Waiting waiting, Clock clock) {
        this.client = client;
        this.project = project;
        this.waiting = waiting;
        this.plain = new Since(clock, ANEW);
    }

    /** Whether the server can filter by times; known only once it was asked for all. */
    boolean filtersByTime() {
        return !plain.isSoForNow();
    }

    /** All runs that the filter admits, by id: a second time if there are more or fewer than the server counts, before or after. */
    Map<String, Run> all(RunFilter filter) {
        if (plain.isSoForNow()) {
            return plain(filter);
        }
        try {
            Pass first = pass(filter, true);
            refusals.ended();
            if (first.isWhole()) {
                return first.runs;
            }
            Map<String, Run> both = new LinkedHashMap<>(first.runs);
            both.putAll(pass(filter, true).runs);
            return both;
        } catch (WandbServerIncompatibleException | WandbBadRequestException e) {
            Map<String, Run> runs = plain(filter); // if this fails, too, it is not the form that was wrong
            if (refusals.areEnough(e)) {
                plain.begun();
                LOG.info(
                        "The runs of {} are listed page by page as the server gives them: it cannot list by the time of creation"
                                + " and count ({})",
                        project,
                        e.getMessage());
            }
            return runs;
        }
    }

    /** The runs that the filter admits, in one pass, by id. */
    Map<String, Run> once(RunFilter filter) {
        return pass(filter, false).runs;
    }

    /** The runs that the filter admits, by id, in the form that every server answers. */
    Map<String, Run> plain(RunFilter filter) {
        Map<String, Run> runs = new LinkedHashMap<>();
        waiting.on(client.listRuns(query(filter)))
                .forEach(run -> runs.put(run.path().runId(), run));
        return runs;
    }

    private Pass pass(RunFilter filter, boolean counts) {
        Pass pass = new Pass();
        @Nullable String from = null;
        @Nullable String cursor = null;
        do {
            RunFilter rest = from == null ? filter : filter.and(RunFilter.createdFrom(from));
            RunPage page = waiting.on(
                    counts ? client.countedRunPage(query(rest), filter, cursor) : client.runPage(query(rest), cursor));
            cursor = page.nextCursor();
            if (from != null || cursor != null) {
                pass.requireOrder(page, from);
            }
            pass.add(page);
            if (cursor != null && !isOfOneTime(page)) {
                from = page.lastCreatedAt();
                cursor = null;
            } else if (cursor == null) {
                return pass;
            }
        } while (true);
    }

    private static boolean isOfOneTime(RunPage page) {
        return page.runs().isEmpty()
                || createdAt(page.runs().get(0))
                        .equals(createdAt(page.runs().get(page.runs().size() - 1)));
    }

    private static Instant createdAt(Run run) {
        return run.createdAt() == null ? Instant.MIN : run.createdAt();
    }

    private RunQuery query(RunFilter filter) {
        return new RunQuery(project, filter, "+created_at", Projection.LIGHT, false, PAGE_SIZE);
    }

    /** One pass over all pages. */
    private final class Pass {

        private final Map<String, Run> runs = new LinkedHashMap<>();
        private @Nullable Long countBefore;
        private @Nullable Long countAfter;
        private int stalePages;

        private void add(RunPage page) {
            int before = runs.size();
            page.runs().forEach(run -> runs.put(run.path().runId(), run));
            countBefore = countBefore == null ? page.count() : countBefore;
            countAfter = page.count();
            stalePages = runs.size() > before ? 0 : stalePages + 1;
            if (stalePages > MAX_STALE_PAGES) {
                throw notUnderstood("does not come to an end");
            }
        }

        /** As far as the server lets us know. */
        private boolean isWhole() {
            Long whole = (long) runs.size();
            return countAfter == null || (whole.equals(countBefore) && whole.equals(countAfter));
        }

        /** A server may ignore what it does not know: order and filter. */
        private void requireOrder(RunPage page, @Nullable String from) {
            Instant last =
                    from == null ? Instant.MIN : OffsetDateTime.parse(from).toInstant();
            for (Run run : page.runs()) {
                if (run.createdAt() == null || run.createdAt().isBefore(last)) {
                    throw notUnderstood("does not keep to the order of creation");
                }
                last = run.createdAt();
            }
        }

        private WandbException notUnderstood(String what) {
            return new WandbServerIncompatibleException(
                    "The listing of the runs of " + project + " " + what, Details.of(project.toString()), null);
        }
    }
}
