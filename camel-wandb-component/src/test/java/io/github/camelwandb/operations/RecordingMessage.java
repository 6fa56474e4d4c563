// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/** A message that knows which of its headers somebody asked for. */
final class RecordingMessage extends DefaultMessage {

    private final Set<String> asked = new TreeSet<>();

    RecordingMessage(CamelContext camel) {
        super(camel);
    }

    /** The names of Camel's and our own. */
    Set<String> asked() {
        return asked;
    }

    private void record(String name) {
        if (name.startsWith("Camel")) {
            asked.add(name);
        }
    }

    @Override
    public @Nullable Object getHeader(String name) {
        record(name);
        return super.getHeader(name);
    }

    @Override
    public <T> @Nullable T getHeader(String name, Class<T> type) {
        record(name);
        return super.getHeader(name, type);
    }

    @Override
    public <T> @Nullable T getHeader(String name, @Nullable Object defaultValue, Class<T> type) {
        record(name);
        return super.getHeader(name, defaultValue, type);
    }
}
