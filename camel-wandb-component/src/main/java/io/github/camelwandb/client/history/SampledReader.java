// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code sampledHistory} of a run: one list of rows for each spec of the request. */
final class SampledReader implements RunReader<SampledReader.Samples> {

    /** @param longestList how many rows came for the spec with most of them */
    record Samples(boolean runFound, List<HistoryRow> rows, int longestList) {}

    private final NonFinite nonFinite;

    SampledReader(NonFinite nonFinite) {
        this.nonFinite = nonFinite;
    }

    @Override
    public Samples noRun() {
        return new Samples(false, List.of(), 0);
    }

    @Override
    public Samples readRun(JsonParser run) throws IOException {
        List<HistoryRow> rows = new ArrayList<>();
        RowParser rowParser = new RowParser(nonFinite);
        int[] longestList = {0};
        boolean found = RunObject.readRun(run, (field, parser) -> {
            if (!field.equals("sampledHistory") || parser.currentToken() != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                longestList[0] = Math.max(longestList[0], readSpec(parser, rowParser, rows));
            }
        });
        return new Samples(found, rows, longestList[0]);
    }

    /** Answers how many rows there were, usable or not. */
    private static int readSpec(JsonParser parser, RowParser rowParser, List<HistoryRow> rows) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return 0;
        }
        int received = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rowParser.parse(parser).ifPresent(rows::add);
            received++;
        }
        return received;
    }
}
