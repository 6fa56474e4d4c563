// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import io.github.camelwandb.client.model.RunPath;

/**
 * Rows of a run were replaced or taken away while pages of it were read: the pages may be of two histories, and are not handed out.
 * Reading them again may help.
 */
public final class HistoryChangedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RunPath run;
    private final long step;

    /** @param step of a row that is gone, or is another one */
    public HistoryChangedException(RunPath run, long step) {
        super("The history of run " + run + " changed while it was read: the row of step " + step
                + " is not what it was, so what was read beside it is read again");
        this.run = run;
        this.step = step;
    }

    /** Whose history. */
    public RunPath run() {
        return run;
    }

    /** The step of a row that is gone, or is another one. */
    public long step() {
        return step;
    }
}
