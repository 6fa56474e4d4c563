// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.history.RowForm;
import io.github.camelwandb.client.history.Selection;
import java.util.List;

/** What the options {@code keys}, {@code keysMode} and {@code nonFinite} mean. */
public final class RowForms {

    private final WandbConfiguration configuration;

    public RowForms(WandbConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The form in which rows are wanted. */
    public RowForm get() {
        List<String> keys = keys();
        return new RowForm(
                configuration.getNonFinite(),
                configuration.getKeysMode() == KeysMode.all ? Selection.allOf(keys) : Selection.any(keys));
    }

    /** The metrics that are wanted; none for all. */
    public List<String> keys() {
        String keys = configuration.getKeys();
        return keys == null || keys.isBlank() ? List.of() : List.of(keys.trim().split("\\s*,\\s*"));
    }
}
