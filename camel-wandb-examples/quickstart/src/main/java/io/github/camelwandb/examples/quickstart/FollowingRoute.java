// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.Main;

/** The route of {@code camel/quickstart.camel.yaml}, from start to stop. */
final class FollowingRoute implements AutoCloseable {

    private final Main camel = new Main();

    /** @param project the path of the endpoint: entity/project or entity/project/runId */
    FollowingRoute(String project, Path directory, Duration delay) {
        camel.configure().withRoutesIncludePattern("classpath:camel/quickstart.camel.yaml");
        camel.addInitialProperty("quickstart.project", project);
        camel.addInitialProperty("quickstart.directory", directory.toString());
        camel.addInitialProperty("quickstart.delay", String.valueOf(delay.toMillis()));
    }

    /** Another server and key than those of the environment. */
    FollowingRoute server(RunWriter.Server server) {
        camel.addInitialProperty("camel.component.wandb.base-url", server.baseUrl());
        camel.addInitialProperty("camel.component.wandb.api-key", server.apiKey());
        return this;
    }

    FollowingRoute start() {
        camel.start();
        return this;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
