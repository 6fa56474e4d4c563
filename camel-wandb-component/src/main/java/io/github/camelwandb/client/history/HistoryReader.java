// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.transport.ServerJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code data.project.run.history}, a list of texts that are each one row, while it arrives: what is held is the rows and the text
 * of one.
 */
final class HistoryReader implements RunReader<HistoryAnswer> {

    private final NonFinite nonFinite;
    private final int maxRows;

    /** @param maxRows how many rows are kept; the others are counted and looked at */
    HistoryReader(NonFinite nonFinite, int maxRows) {
        this.nonFinite = nonFinite;
        this.maxRows = maxRows;
    }

    @Override
    public HistoryAnswer noRun() {
        return HistoryAnswer.NO_RUN;
    }

    @Override
    public HistoryAnswer readRun(JsonParser run) throws IOException {
        Collected rows = new Collected();
        boolean found = RunObject.readRun(run, (field, parser) -> {
            if (field.equals("history") && parser.currentToken() == JsonToken.START_ARRAY) {
                readRows(parser, rows);
            } else if (field.equals("createdAt") && parser.currentToken() == JsonToken.VALUE_STRING) {
                rows.runCreatedAt = ServerJson.instant(TextNode.valueOf(parser.getText()));
            } else {
                parser.skipChildren();
            }
        });
        return rows.asAnswer(found);
    }

    private void readRows(JsonParser parser, Collected rows) throws IOException {
        RowParser rowParser = new RowParser(nonFinite);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rows.add(rowParser.parse(parser), maxRows);
        }
    }

    private static final class Collected {
        private final List<HistoryRow> rows = new ArrayList<>();
        private @Nullable Instant runCreatedAt;
        private int received;
        private final List<Integer> unusable = new ArrayList<>();
        private boolean ordered = true;
        private long lowest = Long.MAX_VALUE;
        private long highest = Long.MIN_VALUE;

        void add(Optional<HistoryRow> row, int maxRows) {
            received++;
            if (row.isEmpty()) {
                unusable.add(received - unusable.size() - 1);
                return;
            }
            long step = row.get().step();
            ordered &= step >= highest;
            lowest = Math.min(lowest, step);
            highest = Math.max(highest, step);
            if (rows.size() < maxRows) {
                rows.add(row.get());
            }
        }

        HistoryAnswer asAnswer(boolean found) {
            return new HistoryAnswer(found, runCreatedAt, rows, received, unusable, ordered, lowest, highest);
        }
    }
}
