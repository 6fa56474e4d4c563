// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/** Reads {@code parquetHistory} of a run: whether there are files, and the lowest step of what is not in them, which may be all rows. */
final class ExportReader implements RunReader<ExportReader.Answer> {

    /** @param export none where the server does not say */
    record Answer(boolean runFound, Export export) {}

    @Override
    public Answer noRun() {
        return new Answer(false, Export.NONE);
    }

    @Override
    public Answer readRun(JsonParser run) throws IOException {
        Export[] export = {Export.NONE};
        boolean found = RunObject.readRun(run, (field, parser) -> {
            if (field.equals("parquetHistory")) {
                export[0] = of(parser);
            } else {
                parser.skipChildren();
            }
        });
        return new Answer(found, export[0]);
    }

    private static Export of(JsonParser history) throws IOException {
        boolean[] hasFiles = new boolean[1];
        OptionalLong[] liveFrom = {OptionalLong.empty()};
        RunObject.eachField(history, (field, value) -> {
            if (field.equals("parquetUrls") && value.currentToken() == JsonToken.START_ARRAY) {
                while (value.nextToken() != JsonToken.END_ARRAY) {
                    hasFiles[0] = true;
                    value.skipChildren();
                }
            } else if (field.equals("liveData") && value.currentToken() == JsonToken.START_ARRAY) {
                liveFrom[0] = lowestStep(value);
            } else {
                value.skipChildren();
            }
        });
        return new Export(hasFiles[0], liveFrom[0]);
    }

    private static OptionalLong lowestStep(JsonParser rows) throws IOException {
        OptionalLong lowest = OptionalLong.empty();
        while (rows.nextToken() != JsonToken.END_ARRAY) {
            long[] step = new long[1]; // what is of no step is taken for the first row: nothing is hidden below it
            RunObject.eachField(rows, (field, value) -> {
                if (field.equals("_step")) {
                    step[0] = value.getValueAsLong();
                }
                value.skipChildren();
            });
            lowest = OptionalLong.of(Math.min(step[0], lowest.orElse(step[0])));
        }
        return lowest;
    }
}
