// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.time.Clock;
import java.util.Set;

/** Options of a {@link WandbSimulator}. */
public final class WandbSimulatorBuilder {

    private int port;
    private Clock clock = Clock.systemUTC();
    private String apiKey = "0simulator0simulator0simulator0simulator";

    private Set<String> features = Set.of();

    WandbSimulatorBuilder() {}

    /** The port to listen on, 0 for any free one. */
    public WandbSimulatorBuilder port(int value) {
        port = value;
        return this;
    }

    /** What time it is: a run that was silent for five minutes has crashed. */
    public WandbSimulatorBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /** The only key that is accepted. */
    public WandbSimulatorBuilder apiKey(String value) {
        apiKey = value;
        return this;
    }

    /** Names of the server features that are on, such as {@code MARK_RUN_FILES_UPLOADED}; none by default. */
    public WandbSimulatorBuilder features(String... names) {
        features = Set.of(names);
        return this;
    }

    /** Starts it. */
    public WandbSimulator start() {
        return WandbSimulator.start(port, clock, apiKey, features);
    }
}
