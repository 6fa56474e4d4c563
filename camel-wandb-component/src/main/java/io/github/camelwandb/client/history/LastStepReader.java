// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelwandb.client.transport.AnswerReader;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads the last step: {@code historyKeys.lastStep}, or {@code summaryMetrics._step} where that is missing or -1.
 */
final class LastStepReader implements AnswerReader<LastStepReader.LastStep> {

    record LastStep(boolean runFound, OptionalLong step) {}

    @Override
    public LastStep read(JsonParser data) throws IOException {
        long[] steps = {-1, -1};
        boolean found = RunObject.read(data, (field, parser) -> {
            switch (field) {
                case "historyKeys" -> steps[0] = integer(parser, "lastStep");
                case "summaryMetrics" -> steps[1] = inText(parser);
                default -> parser.skipChildren();
            }
        });
        long step = steps[0] >= 0 ? steps[0] : steps[1];
        return new LastStep(found, step >= 0 ? OptionalLong.of(step) : OptionalLong.empty());
    }

    private static long inText(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return -1;
        }
        try (JsonParser summary = RowParser.parserOf(parser)) {
            summary.nextToken();
            return integer(summary, "_step");
        }
    }

    private static long integer(JsonParser parser, String name) throws IOException {
        long value = -1;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return value;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean wanted = parser.currentName().equals(name);
            parser.nextToken();
            if (wanted && parser.currentToken().isNumeric()) {
                value = parser.getLongValue();
            } else {
                parser.skipChildren();
            }
        }
        return value;
    }
}
