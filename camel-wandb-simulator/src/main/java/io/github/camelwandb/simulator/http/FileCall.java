// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.io.IOException;

/** A request for one file. */
record FileCall(FilePath path, Answer answer) implements Call {

    /** What is done for it. */
    interface Answer {
        Reply give() throws IOException;
    }

    @Override
    public String operation() {
        return "file";
    }

    @Override
    public boolean isAbout(String runId) {
        return path.runId().equals(runId);
    }

    @Override
    public Reply execute() throws IOException {
        return answer.give();
    }
}
