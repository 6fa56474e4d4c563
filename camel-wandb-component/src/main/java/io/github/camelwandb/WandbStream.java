// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

/** What a consumer follows. */
public enum WandbStream {
    /** The rows of the runs' histories. */
    history,
    /** The runs themselves: a message when one appears, changes, ends, disappears. */
    runs,
    /** The system metrics of the runs. */
    system,
    /** The lines of the runs' consoles. */
    logs
}
