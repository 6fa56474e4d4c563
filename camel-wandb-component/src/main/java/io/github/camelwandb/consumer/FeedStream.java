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
import org.jspecify.annotations.Nullable;

/** Follows a {@link Feed} of the runs: one {@link FeedFollower} for each run. Its methods are the poll's alone. */
final class FeedStream<P extends Feed.Position> implements RunStream {

    private final Feed<P> feed;
    private final FeedContext context;
    private final StartFrom startFrom;
    private final Map<RunKey, FeedFollower<P>> followers = new ConcurrentHashMap<>();
    private final Set<String> missing = new HashSet<>();
    private @Nullable String projectId;
    private int polls;

    FeedStream(Feed<P> feed, FeedContext context, StartFrom startFrom) {
        this.feed = feed;
        this.context = context;
        this.startFrom = startFrom;
        this.projectId = context.offsets().projectId().orElse(null);
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
        for (Run run : inTurn) {
            RunKey key = RunKey.of(run);
            shown.add(key);
            missing.remove(key.runId());
            knowProject(key.projectId());
            follower(key).listed(run, isSweep);
        }
        followers.forEach((key, follower) -> {
            if (!shown.contains(key)) {
                if (follower.isTelling()) {
                    follower.goOn();
                }
                if (isSweep && feed.missesEach() && !follower.isGone()) {
                    missing.add(key.runId());
                }
            }
        });
    }

    private void knowProject(String id) {
        if (!id.equals(projectId)) {
            projectId = id;
            context.offsets().keepProjectId(id);
        }
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
        for (String runId : runIds) {
            if (projectId != null) {
                follower(new RunKey(projectId, runId)).gone();
            }
        }
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
