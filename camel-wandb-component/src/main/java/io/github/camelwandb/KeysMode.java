// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

/** Which rows an endpoint with {@code keys} keeps. */
public enum KeysMode {
    /** Rows that have at least one of the metrics. */
    any,
    /** Rows that have every one of the metrics. */
    all
}
