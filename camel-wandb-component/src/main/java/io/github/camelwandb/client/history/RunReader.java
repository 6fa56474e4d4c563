// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import com.fasterxml.jackson.core.JsonParser;
import io.github.camelwandb.client.transport.AnswerReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what an answer has of one run: {@code data.project.run}. */
interface RunReader<A> extends AnswerReader<A> {

    /** What stands for a run that is not in the answer. */
    A noRun();

    /** Reads a run: the parser is on its object, or on null if there is none, and is left on its end. */
    A readRun(JsonParser run) throws IOException;

    /** How many bytes of JSON the answer holds. */
    default long held(A answer) {
        return 0;
    }

    /** What is left of an answer that there is no room for: one that is to be asked for alone. */
    default A cut(A answer) {
        return answer;
    }

    @Override
    default A read(JsonParser data) throws IOException {
        List<A> found = new ArrayList<>();
        RunObject.eachOfProject(data, (field, run) -> {
            if (field.equals("run")) {
                found.add(readRun(run));
            } else {
                run.skipChildren();
            }
        });
        return found.isEmpty() ? noRun() : found.get(0);
    }
}
