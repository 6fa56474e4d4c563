// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.history.Export;
import io.github.camelwandb.client.history.HistoryChangedException;
import io.github.camelwandb.client.model.RunPath;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Looks whether the remembered rows of a run still stand. A later row in the place of one decides at once; a missing row must be missing
 * in two looks some time apart, the same one, and not because W&amp;B has exported it. One look at a time.
 */
final class Inspection {

    private final WandbClient client;
    private final Since missing;
    private volatile Set<Long> missed = Set.of(); // the steps that were missing at the first look

    Inspection(WandbClient client, Clock clock) {
        this.client = client;
        this.missing = new Since(clock, LineCount.LAG);
    }

    /** Whether rows were missing at the last look, so that nothing is to be delivered yet. */
    boolean isDoubtful() {
        return missing.isSo();
    }

    /** Whether it is time for the second look. */
    boolean isDue() {
        return missing.isLongEnough();
    }

    /**
     * @return {@link Verdict.Missing} means: look again once it {@link #isDue}; fails with {@link HistoryChangedException} if what the
     *     server showed is of another run that has or had the id
     */
    CompletableFuture<Verdict> look(RunPath run, RunOffset offset) {
        Anchors anchors = offset.anchors();
        return client.history()
                .rowsAt(run, anchors.steps())
                .thenCompose(seen -> seen.runsCreatedAt().stream().allMatch(offset::isOf)
                        ? decide(run, anchors, anchors.judge(seen.rows()))
                        : CompletableFuture.failedFuture(new HistoryChangedException(run, offset.nextStep())));
    }

    private CompletableFuture<Verdict> decide(RunPath run, Anchors anchors, Verdict seen) {
        if (!(seen instanceof Verdict.Missing some)) {
            missing.ended();
            return CompletableFuture.completedFuture(seen);
        }
        if (isDue() && some.missing().stream().noneMatch(anchor -> missed.contains(anchor.step()))) {
            missing.ended(); // what was missing is there: this is the first look for others
        }
        if (!isDoubtful()) {
            missed = some.missing().stream().map(Anchor::step).collect(Collectors.toSet());
        }
        if (!isDue()) {
            missing.begun();
            return CompletableFuture.completedFuture(seen);
        }
        return client.history().export(run).thenApply(export -> {
            missing.ended();
            return some.missing().stream()
                    .filter(anchor -> !isHidden(anchor, some.standing(), export))
                    .findFirst()
                    .<Verdict>map(gone -> new Verdict.Rewritten(anchors.lastBelow(gone), Optional.empty()))
                    .orElseGet(Verdict.Exported::new);
        });
    }

    /** Whether it is in the export, of which the server shows nothing. */
    private static boolean isHidden(Anchor anchor, List<Anchor> standing, Export export) {
        return export.covers(anchor.step()) && standing.stream().noneMatch(shown -> export.covers(shown.step()));
    }
}
