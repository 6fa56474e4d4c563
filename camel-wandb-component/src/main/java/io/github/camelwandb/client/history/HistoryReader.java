// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.transport.ServerJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code data.project.run.history}, a list of texts that are each one row, while it arrives: what is held is the rows and the text
 * of one.
 */
final class HistoryReader implements RunReader<HistoryAnswer> {

    private final NonFinite nonFinite;
    private final RowLimit limit;
    private final boolean timesOnly;

    /**
     * @param limit of what is kept; the other rows are counted and looked at
     * @param timesOnly whether only steps and times of rows are kept
     */
    HistoryReader(NonFinite nonFinite, RowLimit limit, boolean timesOnly) {
        this.nonFinite = nonFinite;
        this.limit = limit;
        this.timesOnly = timesOnly;
    }

    @Override
    public HistoryAnswer noRun() {
        return HistoryAnswer.NO_RUN;
    }

    @Override
    public long held(HistoryAnswer answer) {
        return timesOnly || answer.rows().isEmpty() ? 0 : answer.bytes();
    }

    @Override
    public HistoryAnswer cut(HistoryAnswer answer) {
        return answer.rows().isEmpty() ? answer : answer.withoutRows();
    }

    @Override
    public HistoryAnswer readRun(JsonParser run) throws IOException {
        Collected rows = new Collected();
        boolean found = RunObject.readRun(run, (field, parser) -> {
            if (field.equals("history") && parser.currentToken() == JsonToken.START_ARRAY) {
                readRows(parser, rows);
            } else if (field.equals("createdAt")) {
                rows.runCreatedAt = ServerJson.instant(parser);
            } else {
                parser.skipChildren();
            }
        });
        return rows.asAnswer(found);
    }

    /** The row with its step and its time only: enough to know it again. */
    static HistoryRow withTimeOnly(HistoryRow row) {
        return row.retaining("_timestamp"::equals);
    }

    private void readRows(JsonParser parser, Collected rows) throws IOException {
        RowParser rowParser = timesOnly ? RowParser.ofTimes(nonFinite) : new RowParser(nonFinite);
        rows.begin = parser.currentLocation().getByteOffset();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rows.add(rowParser.parse(parser), limit, parser.currentLocation().getByteOffset());
        }
    }

    private static final class Collected {
        private final List<HistoryRow> rows = new ArrayList<>();
        private @Nullable Instant runCreatedAt;
        private int received;
        private final List<Integer> unusable = new ArrayList<>();
        private boolean ordered = true;
        private long begin;
        private long bytes;
        private OptionalLong cut = OptionalLong.empty();
        private long lowest = Long.MAX_VALUE;
        private long highest = Long.MIN_VALUE;

        /** @param end of the row in the answer */
        void add(Optional<HistoryRow> row, RowLimit limit, long end) {
            received++;
            if (row.isEmpty()) {
                unusable.add(received - unusable.size() - 1);
                return;
            }
            long step = row.get().step();
            ordered &= step >= highest;
            lowest = Math.min(lowest, step);
            highest = Math.max(highest, step);
            if (cut.isPresent()) {
                return;
            }
            bytes = end - begin;
            if (rows.isEmpty() || (rows.size() < limit.rows() && bytes <= limit.bytes())) {
                rows.add(row.get());
            } else {
                cut = OptionalLong.of(step);
            }
        }

        HistoryAnswer asAnswer(boolean found) {
            return new HistoryAnswer(
                    found, runCreatedAt, rows, cut, bytes, received, unusable, ordered, lowest, highest);
        }
    }
}
