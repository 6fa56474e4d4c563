// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.transport.AnswerReader;
import java.io.IOException;
import java.util.OptionalLong;

/** Reads {@code data.project.run.parquetHistory}: whether there are files, and the lowest step of what is not in them. */
final class ExportReader implements AnswerReader<ExportReader.Answer> {

    record Answer(boolean runFound, Export export) {}

    @Override
    public Answer read(JsonParser data) throws IOException {
        Export[] export = {new Export(false, OptionalLong.empty())};
        boolean found = RunObject.read(data, (field, parser) -> {
            if (field.equals("parquetHistory")) {
                export[0] = of(parser.readValueAsTree());
            } else {
                parser.skipChildren();
            }
        });
        return new Answer(found, export[0]);
    }

    private static Export of(JsonNode history) {
        OptionalLong liveFrom = OptionalLong.empty();
        for (JsonNode row : history.path("liveData")) {
            long step = row.path("_step").asLong();
            liveFrom = OptionalLong.of(Math.min(step, liveFrom.orElse(step)));
        }
        return new Export(!history.path("parquetUrls").isEmpty(), liveFrom);
    }
}
