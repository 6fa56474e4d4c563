// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

/**
 * An alert that a run sent.
 *
 * @param severity {@code INFO}, {@code WARN} or {@code ERROR}
 * @param waitMillis how long alerts of this title are to be silent afterwards, 0 if nothing was said
 */
public record Alert(String title, String text, String severity, long waitMillis) {}
