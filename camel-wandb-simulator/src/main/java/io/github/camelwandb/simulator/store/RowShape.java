// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

/** How a row differs from what was logged once it has been exported to columns. */
public enum RowShape {
    /** A key that the row lacks and another exported row has is there, with null. */
    NULL_FOR_ABSENT,
    /** An integer other than {@code _step} has a fraction: 3 is 3.0. */
    FLOATS_FOR_INTEGERS,
    /** {@code _step} has a fraction. */
    FLOAT_STEPS
}
