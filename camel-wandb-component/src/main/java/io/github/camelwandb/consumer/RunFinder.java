// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds runs by their ids: by a listing of their names, which is cheap and proves nothing of those that it does not show; those directly, for
 * only so it is known that there is no such run. What the server cannot answer about some holds up nothing else.
 */
final class RunFinder {

    private static final Logger LOG = LoggerFactory.getLogger(RunFinder.class);

    private static final int NAMES_PER_REQUEST = 500;

    /** At one poll, each in a request of its own. */
    private static final int MOST_SINGLY = 20;

    private final WandbClient client;
    private final ProjectPath project;
    private final RunLister lister;
    private final Waiting waiting;
    private final Absences absences;
    private final Refusals refusals = new Refusals();
    private final Since cannotName;

    /** @param goneInterval the least time between two answers that there is no such run */
    RunFinder(
            WandbClient client,
            ProjectPath project,
            RunLister lister,
            Waiting waiting,
            Clock clock,
            Duration goneInterval) {
        this.client = client;
        this.project = project;
        this.lister = lister;
        this.waiting = waiting;
        this.absences = new Absences(clock, goneInterval);
        this.cannotName = new Since(clock, goneInterval);
    }

    /**
     * Those of the runs that there are, by id, as far as that is known.
     *
     * @throws WandbException if the server refuses to say anything, or the project cannot be seen
     */
    Map<String, Run> find(Collection<String> runIds) {
        Map<String, Run> runs = named(List.copyOf(runIds));
        areThere(runs.keySet());
        List<String> hidden = new ArrayList<>(runIds);
        hidden.removeIf(runs::containsKey);
        List<String> asked = absences.toAsk(hidden);
        if (asked.size() < 2 || !findTogether(asked, runs)) {
            findSingly(asked.subList(0, Math.min(asked.size(), MOST_SINGLY)), runs);
        }
        return runs;
    }

    /**
     * The run, if there is one.
     *
     * @throws WandbException also if the project cannot be seen: a run is never taken to be gone for that
     */
    Optional<Run> find(String runId) {
        Optional<Run> run = waiting.on(client.findRun(project.run(runId), Projection.LIGHT));
        answered(runId, run);
        return run;
    }

    /** Takes note of runs that were found otherwise. */
    void areThere(Set<String> runIds) {
        absences.areThere(runIds);
    }

    /** Those of the runs that are gone. */
    Set<String> goneOf(Collection<String> runIds) {
        return absences.goneOf(runIds);
    }

    /** A server that cannot list by names is asked so again after a while: each time may take as long as a failure is waited out. */
    private Map<String, Run> named(List<String> runIds) {
        Map<String, Run> runs = new LinkedHashMap<>();
        if (cannotName.isSoForNow()) {
            return runs;
        }
        try {
            for (int from = 0; from < runIds.size(); from += NAMES_PER_REQUEST) {
                List<String> names = runIds.subList(from, Math.min(from + NAMES_PER_REQUEST, runIds.size()));
                runs.putAll(lister.plain(RunFilter.runIds(names)));
            }
        } catch (WandbUnavailableException | WandbServerIncompatibleException | WandbBadRequestException e) {
            LOG.debug("The server does not list runs of {} by name: {}", project, e.getMessage());
            cannotName.begun();
        }
        return runs;
    }

    private boolean findTogether(List<String> runIds, Map<String, Run> into) {
        if (refusals.areEnough()) {
            return false;
        }
        try {
            waiting.on(client.findRuns(project, runIds)).forEach((runId, run) -> {
                answered(runId, run);
                run.ifPresent(it -> into.put(runId, it));
            });
            refusals.ended();
            return true;
        } catch (WandbServerIncompatibleException | WandbBadRequestException e) {
            refusals.areEnough(e);
        } catch (WandbUnavailableException e) {
            LOG.debug("{} runs of {} are asked for singly: {}", runIds.size(), project, e.getMessage());
        }
        return false;
    }

    private void findSingly(List<String> runIds, Map<String, Run> into) {
        for (String runId : runIds) {
            try {
                find(runId).ifPresent(run -> into.put(runId, run));
            } catch (WandbUnavailableException | WandbServerIncompatibleException | WandbBadRequestException e) {
                LOG.debug("Whether run {} of {} is there is not known: {}", runId, project, e.getMessage());
                absences.unanswered(runId);
                return; // the others are not to wait longer
            }
        }
    }

    private void answered(String runId, Optional<Run> run) {
        if (run.isPresent()) {
            absences.areThere(Set.of(runId));
        } else {
            absences.isNotThere(runId);
        }
    }
}
