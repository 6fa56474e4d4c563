// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.ExtraHeaders;
import io.github.camelwandb.client.ProxyRules;
import io.github.camelwandb.client.WandbClientBuilder;
import io.github.camelwandb.simulator.WandbSimulator;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes with a component that knows a simulator of their own, and asks it once. */
public abstract class SimulatedWandbTestSupport extends CamelTestSupport {

    @RegisterExtension
    protected final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    /** The time that consumers go by. */
    protected final ShiftedClock clock = new ShiftedClock();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.addComponent("wandb", component());
        return camel;
    }

    protected WandbComponent component() {
        return component(wandb.simulator(), clock);
    }

    /** A component that knows a simulator, and asks it once. */
    public static WandbComponent component(WandbSimulator simulator, Clock clock) {
        WandbComponent component = new WandbComponent();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setApiKey(simulator.apiKey());
        component.setMaxAttempts(1);
        component.setClock(clock);
        return component;
    }

    /** The client that the components of a context use from now on, for whoever needs other options than a component has. */
    public static void use(CamelContext camel, WandbSimulator simulator, WandbClientBuilder options) {
        Credentials key = Credentials.resolve(simulator.apiKey(), Map.of(), simulator.baseUrl());
        SharedResources.of(camel)
                .client(
                        simulator.baseUrl(),
                        key,
                        new Connection(
                                null, ProxyRules.of(System.getenv()), ExtraHeaders.of(Map.of(), System.getenv())),
                        () -> options.baseUrl(simulator.baseUrl()).credentials(key));
    }
}
