// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import io.github.camelwandb.client.transport.AnswerReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code data.project.run_0.history}, {@code run_1} and so on, while they arrive: one answer for each request, in their order. */
final class HistoriesReader implements AnswerReader<List<HistoryAnswer>> {

    private final List<HistoryRequest> requests;

    HistoriesReader(List<HistoryRequest> requests) {
        this.requests = requests;
    }

    static String alias(int index) {
        return "run_" + index;
    }

    @Override
    public List<HistoryAnswer> read(JsonParser data) throws IOException {
        Map<String, HistoryReader> readers = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            HistoryRequest request = requests.get(i);
            readers.put(alias(i), new HistoryReader(request.nonFinite(), request.maxRows()));
        }
        Map<String, HistoryAnswer> answers = new HashMap<>();
        RunObject.eachOfProject(data, (alias, parser) -> {
            HistoryReader reader = readers.get(alias);
            if (reader == null) {
                parser.skipChildren();
            } else {
                answers.put(alias, reader.readRun(parser));
            }
        });
        List<HistoryAnswer> inOrder = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            inOrder.add(answers.getOrDefault(alias(i), HistoryAnswer.NO_RUN));
        }
        return inOrder;
    }
}
