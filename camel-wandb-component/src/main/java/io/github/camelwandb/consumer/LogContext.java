// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import org.slf4j.MDC;

/** Lets the log lines of a thread carry the run they are about. */
final class LogContext {

    private static final String RUN = "camel.wandb.run";

    private LogContext() {}

    /** To be called again behind an exchange: Camel removes what matches its pattern of keys when one ends. */
    static void about(Object run) {
        MDC.put(RUN, run.toString());
    }

    static void leave() {
        MDC.remove(RUN);
    }
}
