// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

/** What becomes of a row that the route fails on again and again. */
public enum OnRowFailure {
    /** The run waits at it. */
    HOLD,
    /** It is passed over after a number of attempts. */
    SKIP
}
