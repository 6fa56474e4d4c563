// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.consumer.Offsets.UnreadableOffsetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Follows a {@link Feed} of the runs: one {@link FeedFollower} for each run. Its methods are the poll's alone. */
final class FeedStream<P extends Feed.Position> implements RunStream {

    /** So many that were created anew one after the other are remembered, for what there is still to be told of their runs. */
    private static final int MOST_PROJECTS = 4;

    private final Feed<P> feed;
    private final FeedContext context;
    private final StartFrom startFrom;
    private final Map<RunKey, FeedFollower<P>> followers = new ConcurrentHashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final SoleProject project;
    private List<String> projectIds; // the last ones, the newest first
    private int polls;

    FeedStream(Feed<P> feed, FeedContext context, StartFrom startFrom) {
        this.feed = feed;
        this.context = context;
        this.startFrom = startFrom;
        this.project = new SoleProject(context.clock());
        this.projectIds = context.offsets().projectIds();
    }

    @Override
    public void firstListing(List<Run> runs) {
        if (!(startFrom instanceof StartFrom.Latest) || context.offsets().hasBaseline()) {
            return; // or another process has taken it meanwhile, and what has appeared since is told from its beginning
        }
        for (Run run : runs) {
            RunKey key = RunKey.of(run);
            if (hasNoPosition(key)) {
                // durable with the baseline: after a restart the filter may hide it
                context.offsets().unsettled().add(key.runId());
                context.offsets().save(key, feed.startBehind(run));
            }
        }
    }

    /** An entry that cannot be read is one: it is reported when the run is to be followed. */
    private boolean hasNoPosition(RunKey key) {
        try {
            return context.offsets().load(key, feed::decode).isEmpty();
        } catch (UnreadableOffsetException e) {
            return false;
        }
    }

    @Override
    public void listed(List<Run> runs, boolean isSweep) {
        context.delivery().beginPoll();
        context.serverTime().listed(runs);
        // another run is first each time, so that none takes the whole of a small budget at every poll
        List<Run> inTurn = new ArrayList<>(runs);
        Collections.rotate(inTurn, -polls++);
        Set<RunKey> shown = new HashSet<>();
        // before anything is told of its runs: those that are gone after a restart are known by their ids only
        runs.stream()
                .map(run -> RunKey.of(run).projectId())
                .filter(id -> !projectIds.contains(id))
                .distinct()
                .toList()
                .forEach(this::knowProject);
        for (Run run : inTurn) {
            RunKey key = RunKey.of(run);
            shown.add(key);
            missing.remove(key.runId());
            follower(key).listed(run, isSweep);
        }
        followers.forEach((key, follower) -> {
            if (!shown.contains(key)) {
                if (follower.isTelling()) {
                    follower.goOn();
                }
                if (isSweep && !follower.isGone()) {
                    missing.add(key.runId());
                }
            }
        });
        project.after(runs).ifPresent(this::leaveOthersThan);
    }

    private void knowProject(String id) {
        if (projectIds.isEmpty() || !projectIds.get(0).equals(id)) {
            projectIds = Stream.concat(Stream.of(id), projectIds.stream().filter(other -> !other.equals(id)))
                    .limit(MOST_PROJECTS)
                    .toList();
            context.offsets().keepProjectIds(projectIds);
        }
    }

    /**
     * A project that was created anew has another id. A run that has its id in it, too, was told as the one that is there now. What is busy
     * now leaves with a later listing.
     */
    private void leaveOthersThan(String id) {
        knowProject(id);
        followers.forEach((key, follower) -> {
            if (key.projectId().equals(id)) {
                return;
            }
            if (!followers.containsKey(new RunKey(id, key.runId()))) {
                if (!follower.isGone()) {
                    follower.gone();
                }
            } else if (!follower.isBusy()) {
                followers.remove(key);
            }
        });
    }

    private FeedFollower<P> follower(RunKey key) {
        return followers.computeIfAbsent(key, run -> new FeedFollower<>(run, feed, context));
    }

    @Override
    public Collection<String> unsettled() {
        Set<String> runIds = new LinkedHashSet<>(context.offsets().unsettled().runIds());
        runIds.addAll(missing);
        return runIds;
    }

    /** A run that was not listed since the start is known by name only. */
    @Override
    public void gone(Collection<String> runIds) {
        missing.removeAll(runIds);
        Set<String> unknown = new HashSet<>(runIds);
        followers.forEach((key, follower) -> {
            if (runIds.contains(key.runId())) {
                unknown.remove(key.runId());
                follower.gone();
            }
        });
        if (!projectIds.isEmpty()) {
            unknown.forEach(this::goneUnseen);
        }
    }

    /** Its project may have been created anew while nobody looked. What had its id in the projects before was told as the one of the newest. */
    private void goneUnseen(String runId) {
        projectIds.stream()
                .map(id -> new RunKey(id, runId))
                .filter(key -> !hasNoPosition(key))
                .findFirst()
                .ifPresentOrElse(
                        key -> follower(key).gone(),
                        () -> context.offsets().unsettled().remove(runId));
    }

    @Override
    public Stream<FollowedRun> followed() {
        return followers.values().stream().flatMap(follower -> follower.followed().stream());
    }

    @Override
    public boolean isBusy() {
        return followers.values().stream().anyMatch(FeedFollower::isBusy);
    }
}
