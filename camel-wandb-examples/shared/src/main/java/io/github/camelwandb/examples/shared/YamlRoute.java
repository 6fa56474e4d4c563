// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.shared;

import org.apache.camel.main.Main;

/** The route of a YAML file, from start to stop. */
public final class YamlRoute implements AutoCloseable {

    private final Main camel = new Main();

    /** @param file its name in the folder {@code camel} of the class path */
    public YamlRoute(String file) {
        camel.configure().withRoutesIncludePattern("classpath:camel/" + file);
    }

    /** What stands in the file between double braces. */
    public YamlRoute with(String property, Object value) {
        camel.addInitialProperty(property, String.valueOf(value));
        return this;
    }

    /** Another server and key than those of the environment. */
    public YamlRoute server(String baseUrl, String apiKey) {
        return with("camel.component.wandb.base-url", baseUrl).with("camel.component.wandb.api-key", apiKey);
    }

    /** Starts it; its sinks get what it follows. */
    public YamlRoute start() {
        camel.start();
        return this;
    }

    /** Stops it; what is under way is delivered. */
    @Override
    public void close() {
        camel.stop();
    }
}
