// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

/** How NaN and the infinities appear in a row. JSON has no numbers for them. */
public enum NonFinite {
    /** As the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}, which is how W&amp;B itself answers them. */
    STRING,
    /** As null: the key is present, its value is not. */
    NULL,
    /** As a {@code Double}; the JSON text has the bare tokens, which strict JSON parsers refuse. */
    NUMBER
}
