// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.client.WandbClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedResourcesTest extends SimulatedWandbTestSupport {

    private void follow(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).to("mock:sink");
            }
        });
    }

    @Test
    void twoComponentsOfAContextShareAClientAndSoALimiter() throws Exception {
        WandbComponent one = context.getComponent("wandb", WandbComponent.class);
        WandbComponent other = component();
        context.addComponent("other", other);

        assertThat(other.client(other.getConfiguration())).isSameAs(one.client(one.getConfiguration()));
    }

    @Test
    void twoSpellingsOfAnAddressAreOneServerWithOneLimiter() {
        WandbComponent one = context.getComponent("wandb", WandbComponent.class);
        WandbConfiguration other = one.getConfiguration().copy();
        other.setBaseUrl(wandb.baseUrl().replace("http://", "HTTP://") + "/");

        assertThat(one.client(other)).isSameAs(one.client(one.getConfiguration()));
    }

    @Test
    void clientsWithOtherHeadersHaveOneLimitOfTheServer() throws Exception {
        WandbComponent one = context.getComponent("wandb", WandbComponent.class);
        WandbComponent other = component();
        other.setExtraHeaders(Map.of("X-Gateway", "blue"));
        context.addComponent("other", other);
        WandbClient client = other.client(other.getConfiguration());
        wandb.simulator().rateLimitHeaders(100, 42, Duration.ofMinutes(1));

        one.client(one.getConfiguration()).viewer().join();

        assertThat(client).isNotSameAs(one.client(one.getConfiguration()));
        assertThat(client.requestsLeft()).hasValue(42);
    }

    @Test
    void componentsOfTwoContextsShareNone() throws Exception {
        WandbComponent one = context.getComponent("wandb", WandbComponent.class);
        try (DefaultCamelContext elsewhere = new DefaultCamelContext()) {
            WandbComponent other = component();
            elsewhere.addComponent("wandb", other);

            assertThat(other.client(other.getConfiguration())).isNotSameAs(one.client(one.getConfiguration()));
        }
    }

    @Test
    void twoComponentsOfAContextKeepPositionsInOneFileUnderDifferentNames(@TempDir Path directory) throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        context.addComponent("other", component());
        String path = "team/vision?offsetPath=" + directory.resolve("offsets.db");
        follow("wandb:" + path);

        follow("other:" + path + "&offsetName=other");

        assertThatThrownBy(() -> follow("other:" + path)).hasMessageContaining("offsetName=team/vision is taken");
    }

    @Test
    void routesThatAreThereBeforeTheContextStartsShareAClientAndAFile(@TempDir Path directory) throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        wandb.run("team/speech/r1").logs(0, 3);
        String options = "?offsetPath=" + directory.resolve("offsets.db");
        try (DefaultCamelContext application = new DefaultCamelContext()) {
            WandbComponent one = component();
            application.addComponent("wandb", one);
            application.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("wandb:team/vision" + options).to("mock:sink");
                    from("wandb:team/speech" + options).to("mock:sink");
                }
            });
            WandbClient before = one.client(one.getConfiguration());

            application.start();

            assertThat(one.client(one.getConfiguration())).isSameAs(before);
            assertThat(application.getRoutes()).hasSize(2);
        }
    }

    @Test
    void theyShareAClientAlsoAfterTheContextWasStartedAnew() throws Exception {
        try (DefaultCamelContext application = new DefaultCamelContext()) {
            WandbComponent one = component();
            WandbComponent other = component();
            application.addComponent("one", one);
            application.addComponent("other", other);
            application.start();
            WandbClient before = one.client(one.getConfiguration());

            application.stop();
            application.addComponent("one", one);
            application.addComponent("other", other);
            application.start();

            assertThat(one.client(one.getConfiguration()))
                    .isNotSameAs(before)
                    .isSameAs(one.client(one.getConfiguration()))
                    .isSameAs(other.client(other.getConfiguration()));
        }
    }
}
