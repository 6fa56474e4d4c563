// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A new {@link WandbSimulator} for each test of JUnit 5.
 *
 * <pre>{@code
 * @RegisterExtension
 * final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();
 * }</pre>
 */
public final class WandbSimulatorExtension implements BeforeEachCallback, AfterEachCallback {

    private @Nullable WandbSimulator simulator;

    private final WandbSimulatorBuilder options;

    private WandbSimulatorExtension(WandbSimulatorBuilder options) {
        this.options = options;
    }

    /** One simulator for each test. */
    public static WandbSimulatorExtension create() {
        return create(WandbSimulator.builder());
    }

    /** One simulator with these options for each test. */
    public static WandbSimulatorExtension create(WandbSimulatorBuilder options) {
        return new WandbSimulatorExtension(options);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        simulator();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (simulator != null) {
            simulator.close();
            simulator = null;
        }
    }

    /** The simulator of the test; started by the first who asks. */
    public WandbSimulator simulator() {
        if (simulator == null) {
            simulator = options.start();
        }
        return Objects.requireNonNull(simulator);
    }

    /** See {@link WandbSimulator#run}. */
    public SimulatedRun run(String path) {
        return simulator().run(path);
    }

    /** See {@link WandbSimulator#baseUrl}. */
    public String baseUrl() {
        return simulator().baseUrl();
    }

    /** See {@link WandbSimulator#apiKey}. */
    public String apiKey() {
        return simulator().apiKey();
    }
}
