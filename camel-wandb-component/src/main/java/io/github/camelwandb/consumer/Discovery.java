// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which runs there are. A filter admits a run and never ends following it: what a listing does not show of the runs we are
 * not done with is asked for by id. Its methods are the poll's alone, but for {@link #cancel}.
 */
final class Discovery {

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final @Nullable String runId;
    private final Supplier<RunFilter> filter;
    private final Clock clock;
    private final Duration fullSweepInterval;
    private final Waiting waiting = new Waiting();
    private final RunLister lister;
    private final Narrowing narrowing;
    private final RunFinder finder;
    private final Refusals refusals = new Refusals();
    private @Nullable Instant lastSweep;

    /**
     * A discovery that has seen nothing.
     *
     * @param runId of the only run that is meant, null for all
     * @param fullSweepInterval how long listings may be narrowed to the runs that showed life lately
     * @param goneInterval the least time between two answers that there is no such run
     */
    Discovery(
            WandbClient client,
            ProjectPath project,
            @Nullable String runId,
            Supplier<RunFilter> filter,
            Clock clock,
            Duration fullSweepInterval,
            Duration goneInterval) {
        this.runId = runId;
        this.filter = filter;
        this.clock = clock;
        this.fullSweepInterval = fullSweepInterval;
        this.lister = new RunLister(client, project, waiting, clock);
        this.narrowing = new Narrowing(project, clock);
        this.finder = new RunFinder(client, project, lister, waiting, clock, goneInterval);
    }

    /**
     * Lists the runs, and blocks until the server has answered.
     *
     * @param unsettled the ids of the runs that are to be there whatever the filter says, unless they are gone
     * @param isAllWanted whether every run that the filter admits must be there, and not only those that showed life lately
     */
    Listing list(Collection<String> unsettled, boolean isAllWanted) {
        waiting.begin();
        RunFilter wanted = filter.get();
        Map<String, Run> runs = new LinkedHashMap<>();
        Set<String> hidden = new LinkedHashSet<>(unsettled);
        boolean isSweep = isSweepDue();
        if (runId != null && wanted.isEmpty()) {
            finder.find(runId).ifPresent(run -> runs.put(runId, run));
        } else {
            runs.putAll(
                    runId == null ? admitted(wanted, isAllWanted || isSweep) : lister.plain(wanted.and(only(runId))));
            hidden.removeIf(runs::containsKey);
            finder.areThere(runs.keySet());
            runs.putAll(finder.find(hidden));
        }
        hidden.removeIf(runs::containsKey);
        if (isSweep) { // a full listing for another reason puts off no sweep
            lastSweep = clock.instant();
        }
        return new Listing(List.copyOf(runs.values()), isSweep, finder.goneOf(hidden));
    }

    private static RunFilter only(String runId) {
        return RunFilter.runIds(Set.of(runId));
    }

    /** Ends the wait of a poll in progress. */
    void cancel() {
        waiting.callOff();
    }

    private Map<String, Run> admitted(RunFilter wanted, boolean isAllWanted) {
        Optional<RunFilter> recent = isAllWanted || !lister.filtersByTime() ? Optional.empty() : narrowing.filter();
        if (recent.isPresent()) {
            Optional<Map<String, Run>> runs = narrowed(wanted.and(recent.get()));
            if (runs.isPresent() && narrowing.isTrusted(runs.get())) {
                return runs.get();
            }
        }
        Map<String, Run> runs = lister.all(wanted);
        narrowing.swept(runs);
        return runs;
    }

    private boolean isSweepDue() {
        // a clock that was set back is no reason to wait
        return lastSweep == null
                || Duration.between(lastSweep, clock.instant()).abs().compareTo(fullSweepInterval) >= 0;
    }

    /** Empty if the server does not accept the narrowed form. */
    private Optional<Map<String, Run>> narrowed(RunFilter filter) {
        try {
            Map<String, Run> runs = lister.once(filter);
            refusals.ended();
            return Optional.of(runs);
        } catch (WandbServerIncompatibleException | WandbBadRequestException e) {
            if (refusals.areEnough(e)) {
                narrowing.refused(e);
            }
            return Optional.empty();
        } catch (WandbUnavailableException e) {
            lastSweep = null; // old servers fail so at filters they do not know
            if (refusals.areEnough(e)) { // and have listed all after each of the others
                narrowing.refused(e);
            }
            throw e;
        }
    }
}
