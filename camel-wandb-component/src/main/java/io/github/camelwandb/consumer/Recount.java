// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.history.HistoryScan;
import io.github.camelwandb.client.model.RunPath;
import java.util.concurrent.CompletableFuture;

/** Looks into lines that W&amp;B counts and that were not read. Holds nothing between two looks; what a look has found is its answer. */
final class Recount {

    private final FollowerContext context;
    private final RunPath run;

    /** Why lines that are counted are not there when all that can be read is read again. */
    enum Cause {
        /** They are in the export, and only there. */
        EXPORTED,
        /** The server does not have them. */
        NOT_THERE
    }

    Recount(FollowerContext context, RunPath run) {
        this.context = context;
        this.run = run;
    }

    /** Reads what was delivered once more; in shorter pages if the server leaves rows out of long ones. */
    CompletableFuture<Audit> audit(RunOffset offset, RunMark target) {
        Audit audit = new Audit(offset, target);
        return audit.isEmpty()
                ? CompletableFuture.completedFuture(audit)
                : count(audit, context.scan(run, audit.window()))
                        .thenCompose(counted -> isLeftOut(counted)
                                .thenCompose(isMore ->
                                        isMore ? audit(offset, target) : CompletableFuture.completedFuture(counted)));
    }

    private CompletableFuture<Boolean> isLeftOut(Audit audit) {
        return audit.fullest()
                .filter(part -> audit.isShort())
                .map(part -> context.client().history().hasLeftOut(run, part.window(), part.rows()))
                .orElse(CompletableFuture.completedFuture(false));
    }

    private static CompletableFuture<Audit> count(Audit audit, HistoryScan scan) {
        return scan.next().thenCompose(page -> {
            page.ifPresent(audit::count);
            return page.isPresent() ? count(audit, scan) : CompletableFuture.completedFuture(audit);
        });
    }

    /** @param audit found no late rows, or they have been delivered meanwhile */
    CompletableFuture<Cause> explain(Audit audit) {
        return context.client()
                .history()
                .export(run)
                .thenApply(export -> export.hides(audit.firstStep()) ? Cause.EXPORTED : Cause.NOT_THERE);
    }
}
