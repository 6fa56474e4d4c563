// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Options of a {@link WandbSimulator}. */
public final class WandbSimulatorBuilder {

    private int port;
    private Clock clock = Clock.systemUTC();
    private String apiKey = "0simulator0simulator0simulator0simulator";

    private Set<String> features = Set.of();
    private boolean storageElsewhere;
    private List<String> uploadHeaders = List.of();

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

    /** Files are kept under another host name, {@code localhost}, which refuses requests that carry a key, as S3 does. */
    public WandbSimulatorBuilder storageElsewhere() {
        storageElsewhere = true;
        return this;
    }

    /** Headers that uploads must have, such as {@code x-ms-blob-type:BlockBlob}; none by default. */
    public WandbSimulatorBuilder uploadHeaders(String... headers) {
        uploadHeaders = List.of(headers);
        return this;
    }

    /** Starts it. */
    public WandbSimulator start() {
        return WandbSimulator.start(port, clock, apiKey, features, storageElsewhere, uploadHeaders);
    }
}
