// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads where a history ends: {@code historyKeys.lastStep}, or {@code summaryMetrics._step} where that is missing or -1.
 */
final class RunEndReader implements RunReader<RunEnd> {

    @Override
    public RunEnd noRun() {
        return RunEnd.NO_RUN;
    }

    @Override
    public RunEnd readRun(JsonParser run) throws IOException {
        long[] steps = {-1, -1};
        long[] lines = {0};
        boolean found = RunObject.readRun(run, (field, parser) -> {
            switch (field) {
                case "historyKeys" ->
                    RunObject.eachField(parser, (name, value) -> {
                        switch (name) {
                            case "lastStep" -> steps[0] = integer(value);
                            case "keys" -> lines[0] = countOfSteps(value);
                            default -> value.skipChildren();
                        }
                    });
                case "summaryMetrics" -> steps[1] = inText(parser);
                default -> parser.skipChildren();
            }
        });
        long step = steps[0] >= 0 ? steps[0] : steps[1];
        return new RunEnd(found, step >= 0 ? OptionalLong.of(step) : OptionalLong.empty(), lines[0]);
    }

    private static long inText(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return -1;
        }
        JsonParser summary = RowParser.parserOf(parser);
        try (summary) {
            summary.nextToken();
            long[] step = {-1};
            RunObject.eachField(summary, (name, value) -> {
                if (name.equals("_step")) {
                    step[0] = integer(value);
                } else {
                    value.skipChildren();
                }
            });
            return step[0];
        } catch (JsonProcessingException e) {
            return -1; // the answer is whole all the same
        }
    }

    private static long countOfSteps(JsonParser keys) throws IOException {
        long[] count = {0};
        RunObject.eachField(keys, (key, types) -> {
            if (key.equals("_step")) {
                JsonNode ofStep = types.readValueAsTree();
                ofStep.path("typeCounts")
                        .forEach(type -> count[0] += type.path("count").asLong());
            } else {
                types.skipChildren();
            }
        });
        return count[0];
    }

    private static long integer(JsonParser value) throws IOException {
        if (value.currentToken().isNumeric()) {
            return value.getLongValue();
        }
        value.skipChildren();
        return -1;
    }
}
