// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceSupport;

/** Positions of a process that can be looked at as if it had been killed at this moment. */
final class Positions extends ServiceSupport implements StateRepository<String, String> {

    private final Map<String, String> entries;

    Positions() {
        this(Map.of());
    }

    private Positions(Map<String, String> entries) {
        this.entries = new ConcurrentHashMap<>(entries);
    }

    @Override
    public void setState(String key, String value) {
        entries.put(key, value);
    }

    @Override
    public String getState(String key) {
        return entries.get(key);
    }

    Positions copy() {
        return new Positions(entries);
    }
}
