// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the rows of the runs' histories: one {@link Follower} for each run. Its methods are the poll's alone, but {@link #followed}. */
final class HistoryStream implements RunStream {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryStream.class);

    private final FollowerContext context;
    private final StartFrom startFrom;
    private final Executor executor;
    private final Baseline baseline;
    private final SoleProject project;
    private final Map<RunKey, Follower> followers = new ConcurrentHashMap<>();
    private final Set<RunKey> leaving = new HashSet<>();
    private final Map<RunKey, FollowedRun> unreadable = new ConcurrentHashMap<>();
    private final Set<String> missing = new HashSet<>(); // in the last sweep: the filter may hide what was resumed
    private final Set<String> unseen; // of those that a stop has left unsettled
    private int polls;

    HistoryStream(FollowerContext context, StartFrom startFrom, Executor executor) {
        this.context = context;
        this.startFrom = startFrom;
        this.executor = executor;
        this.baseline = new Baseline(context);
        this.project = new SoleProject(context.clock());
        this.unseen = new HashSet<>(context.offsets().unsettled().runIds());
    }

    @Override
    public void firstListing(List<Run> runs) {
        if (!(startFrom instanceof StartFrom.Latest)) {
            return;
        }
        LOG.info("Starting behind the rows of {} runs that are there already", runs.size());
        baseline.take(runs);
    }

    @Override
    public void listed(List<Run> runs, boolean isSweep) {
        context.delivery().beginPoll();
        context.serverTime().listed(runs);
        runs.forEach(run -> leaving.remove(RunKey.of(run)));
        project.after(runs).ifPresent(this::leaveOthersThan);
        leaving.removeIf(this::hasLeft);
        // another run is first each time, so that none takes the whole of a small budget at every poll
        List<Run> inTurn = new ArrayList<>(runs);
        Collections.rotate(inTurn, -polls++);
        for (Run run : inTurn) {
            RunKey key = RunKey.of(run);
            unseen.remove(key.runId());
            Follower follower = followers.get(key);
            if ((follower == null && !baseline.isHeld(run)) || (follower != null && follower.isSuperseded())) {
                follower = newFollower(key, run);
            }
            if (follower != null) {
                follower.listed(run, isSweep);
            }
        }
        goOnWithout(runs, isSweep);
    }

    /** A project that was created anew has another id. */
    private void leaveOthersThan(String projectId) {
        baseline.leaveOthersThan(projectId);
        unreadable.keySet().removeIf(key -> !key.projectId().equals(projectId));
        followers.forEach((key, follower) -> {
            if (!key.projectId().equals(projectId) && leaving.add(key)) {
                tellGone(follower.run(), "Its project was created anew");
            }
        });
    }

    /** What was read of a run that is not there cannot be read again, and while that is delivered it takes a slot. */
    private void goOnWithout(List<Run> shown, boolean isSweep) {
        Set<RunKey> keys = new HashSet<>();
        shown.forEach(run -> keys.add(RunKey.of(run)));
        missing.clear(); // once is enough: many ended runs may be deleted at a time
        followers.forEach((key, follower) -> {
            if (keys.contains(key)) {
                return;
            }
            if (follower.isBusy()) {
                follower.goOn();
            }
            if (isSweep && !leaving.contains(key)) {
                missing.add(key.runId());
            }
        });
    }

    private @Nullable Follower newFollower(RunKey key, Run run) {
        RunOffset offset;
        try {
            offset = context.offsets()
                    .load(key)
                    .filter(stored -> stored.isFound() || stored.isOf(run))
                    .orElseGet(() -> RunOffset.startingAt(run, startFrom.step()));
        } catch (RuntimeException e) { // of one entry: the runs behind it are not to wait
            FollowedRun held =
                    FollowedRun.heldAtStart(run.path(), run.historyLineCount(), String.valueOf(e.getMessage()));
            if (unreadable.put(key, held) == null) {
                context.report("Run " + run.path() + " cannot be followed", e);
            }
            return null;
        }
        unreadable.remove(key);
        if (!offset.isFound()) {
            baseline.hold(run, Objects.requireNonNull(offset.delivered()));
            return null;
        }
        Follower follower = new Follower(key, run, offset, context, new Mailbox(executor));
        followers.put(key, follower);
        return follower;
    }

    @Override
    public Collection<String> unsettled() {
        List<String> runIds = new ArrayList<>(baseline.held());
        runIds.addAll(context.offsets().unsettled().runIds());
        unreadable.keySet().forEach(key -> runIds.add(key.runId()));
        runIds.addAll(missing);
        return runIds;
    }

    @Override
    public void gone(Collection<String> runIds) {
        baseline.gone(runIds);
        unreadable.keySet().removeIf(key -> runIds.contains(key.runId()));
        runIds.forEach(context.offsets().unsettled()::remove);
        runIds.stream()
                .filter(unseen::remove)
                .forEach(runId -> tellGone(context.project().run(runId), "It is no longer there"));
        followers.forEach((key, follower) -> {
            if (runIds.contains(key.runId()) && leaving.add(key)) {
                tellGone(follower.run(), "It is no longer there");
            }
        });
    }

    private void tellGone(RunPath run, String detail) {
        context.tell(WandbRunEvent.Kind.GONE, run, detail);
    }

    @Override
    public Stream<FollowedRun> followed() {
        return Stream.of(
                        followers.values().stream().map(Follower::followed),
                        baseline.followed(),
                        unreadable.values().stream())
                .flatMap(runs -> runs);
    }

    @Override
    public boolean isBusy() {
        return followers.values().stream().anyMatch(Follower::isBusy);
    }

    private boolean hasLeft(RunKey key) {
        Follower follower = followers.get(key);
        if (follower != null && follower.isBusy()) {
            return false;
        }
        followers.remove(key);
        return true;
    }
}
