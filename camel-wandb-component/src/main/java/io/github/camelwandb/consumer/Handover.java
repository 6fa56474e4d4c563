// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.HistoryRow;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one run on their way through the route: how many may be, how far they have come, and what is done about those on which it
 * fails. Not thread-safe: its follower's own.
 */
final class Handover {

    private final int maxInFlight;
    private final AcknowledgedPrefix prefix = new AcknowledgedPrefix();
    private final FailedRows failedRows;
    private int uncommitted;

    /** What one exchange is made of; nothing is to be sent where there are no rows, or where they are given up. */
    record Parcel(Reading.Batch batch, AcknowledgedPrefix.Ticket ticket, boolean isGivenUp) {
        List<HistoryRow> rows() {
            return batch.rows();
        }

        long step() {
            return rows().get(0).step();
        }

        boolean isLate() {
            return batch.place() < 0;
        }
    }

    Handover(FollowerContext context) {
        this.maxInFlight = context.maxInFlight();
        this.failedRows =
                new FailedRows(context.onRowFailure(), context.rowFailureAttempts(), context.rowsPerExchange());
    }

    /** What a kill would repeat is bounded: exchanges that are not completed, and completed ones that wait to be stored. */
    boolean hasRoom() {
        return prefix.open() + uncommitted < maxInFlight;
    }

    /** Whether no exchange is in flight. */
    boolean isEmpty() {
        return prefix.inFlight() == 0;
    }

    /** The next rows of a page that has some left. */
    Parcel next(Reading reading) {
        Reading.Batch batch = reading.nextBatch(failedRows.batchSizeAt(reading.place()));
        return new Parcel(batch, prefix.handedOver(batch.after()), failedRows.areGivenUp(batch.place(), batch.rows()));
    }

    /** Answers how far all have completed, if that has moved. */
    Optional<AcknowledgedPrefix.Progress> completed(Parcel parcel) {
        boolean mayComeAgain = parcel.isGivenUp() && !parcel.isLate(); // with its step, if another row of it fails
        if (!parcel.rows().isEmpty() && !mayComeAgain) { // or the next row has the same place
            failedRows.completed(parcel.batch().place());
        }
        Optional<AcknowledgedPrefix.Progress> progress = prefix.completed(parcel.ticket());
        progress.ifPresent(moved -> failedRows.passed(moved.end().lines()));
        return progress;
    }

    /** Answers whether the row was not passed over before. */
    boolean givesUp(Parcel parcel) {
        return failedRows.giveUp(parcel.batch().place());
    }

    /** From here on nothing counts until {@link #startAgain}. */
    void failed(Parcel parcel) {
        prefix.failed(parcel.ticket());
        failedRows.failed(parcel.batch().place(), parcel.rows());
    }

    /** So many completed exchanges wait to be stored; fewer than none when they are. */
    void waitToBeStored(int exchanges) {
        uncommitted += exchanges;
    }

    /** Forgets a failure and what was handed over after it; only when nothing is in flight. */
    void startAgain() {
        prefix.reset();
    }

    /** Rows have other places now. */
    void placesChanged() {
        failedRows.forget();
    }
}
