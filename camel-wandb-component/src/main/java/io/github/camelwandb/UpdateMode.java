// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

/** What {@code updateConfig} and {@code updateSummary} do with entries that the body does not name. */
public enum UpdateMode {
    /** They stay. */
    merge,
    /** They go, but for those that are W&amp;B's own. */
    replace
}
