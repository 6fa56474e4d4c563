// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.io.IOException;

/**
 * A request for one file.
 *
 * @param operation what kind of file it is
 */
record FileCall(String operation, FilePath path, Answer answer) implements Call {

    /** What is done for it. */
    interface Answer {
        Reply give() throws IOException;
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
