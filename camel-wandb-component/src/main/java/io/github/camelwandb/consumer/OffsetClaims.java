// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.spi.StateRepository;

/** Who keeps positions where. Two that kept the same ones would each skip what the other has delivered. */
public final class OffsetClaims {

    private final IdentityHashMap<StateRepository<String, String>, Map<Offsets.Owner, String>> routes =
            new IdentityHashMap<>();

    /** @throws IllegalArgumentException if another route keeps these positions */
    synchronized void claim(StateRepository<String, String> repository, Offsets.Owner positions, String routeId) {
        String holder =
                routes.computeIfAbsent(repository, key -> new HashMap<>()).putIfAbsent(positions, routeId);
        if (holder != null && !holder.equals(routeId)) {
            throw new IllegalArgumentException("offsetName=" + positions.name() + " is taken: route " + holder
                    + " keeps its positions under this name in the same offsetRepository, and each would skip what the"
                    + " other has delivered. Set another offsetName for route " + routeId);
        }
    }

    synchronized void release(StateRepository<String, String> repository, String routeId) {
        Map<Offsets.Owner, String> held = routes.get(repository);
        if (held != null) {
            held.values().removeIf(holder -> Objects.equals(holder, routeId));
            if (held.isEmpty()) {
                routes.remove(repository);
            }
        }
    }
}
