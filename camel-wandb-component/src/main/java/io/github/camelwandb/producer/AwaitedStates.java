// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.model.OneLine;
import io.github.camelwandb.client.model.RunState;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which states of a run are waited for.
 *
 * @param states none for all in which nobody writes to the run
 */
record AwaitedStates(Set<RunState> states) {

    /**
     * @param name of the option or header
     * @param value states, separated by commas; null for none
     * @throws IllegalArgumentException if there is none among them, or one that is unknown
     */
    static AwaitedStates of(String name, @Nullable String value) {
        Set<RunState> states = value == null
                ? Set.of()
                : Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(RunState::new)
                        .collect(Collectors.toUnmodifiableSet());
        if (value != null && states.isEmpty()) {
            throw new IllegalArgumentException(name + "=" + OneLine.of(value)
                    + " names no state: remove it for those in which nobody writes to the run, or name some of "
                    + RunState.KNOWN);
        }
        for (RunState state : states) {
            if (!RunState.KNOWN.contains(state)) {
                throw new IllegalArgumentException(name + "=" + OneLine.of(value) + " names " + OneLine.of(state)
                        + ", which is none of " + RunState.KNOWN);
            }
        }
        return new AwaitedStates(states);
    }

    boolean contains(RunState state) {
        return states.isEmpty() ? state.isInactive() : states.contains(state);
    }

    @Override
    public String toString() {
        return states.isEmpty()
                ? "inactive"
                : states.stream().map(RunState::value).sorted().collect(Collectors.joining(" or "));
    }
}
