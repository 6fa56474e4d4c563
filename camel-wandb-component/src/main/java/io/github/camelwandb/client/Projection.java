// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

/** How much of each run a query reads. */
public enum Projection {
    /** All but config and summary: what listing many runs can afford. */
    LIGHT,
    /** Everything. */
    FULL
}
