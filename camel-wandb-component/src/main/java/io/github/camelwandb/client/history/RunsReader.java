// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import io.github.camelwandb.client.transport.AnswerReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads {@code data.project.run_0}, {@code run_1} and so on, while they arrive.
 *
 * @param readers one for each run, in the order of their answers
 */
record RunsReader<A>(List<? extends RunReader<A>> readers) implements AnswerReader<List<A>> {

    @Override
    public List<A> read(JsonParser data) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        List<A> answers = new ArrayList<>();
        AtomicLong held = new AtomicLong();
        for (int i = 0; i < readers.size(); i++) {
            places.put("run_" + i, i);
            answers.add(readers.get(i).noRun());
        }
        RunObject.eachOfProject(data, (alias, run) -> {
            Integer place = places.get(alias);
            if (place == null) {
                run.skipChildren();
            } else {
                RunReader<A> reader = readers.get(place);
                A answer = reader.readRun(run);
                long withThis = held.get() + reader.held(answer);
                boolean hasRoom = withThis <= RowLimit.SHARED_BYTES;
                held.set(hasRoom ? withThis : held.get());
                answers.set(place, hasRoom ? answer : reader.cut(answer));
            }
        });
        return answers;
    }
}
