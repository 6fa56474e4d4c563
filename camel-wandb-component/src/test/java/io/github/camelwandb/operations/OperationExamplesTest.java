// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.simulator.WandbSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each example of the page runs, and does the same in YAML, Java and XML. */
class OperationExamplesTest {

    private static final Map<ExampleForm, Place> PLACES = new EnumMap<>(ExampleForm.class);

    @BeforeAll
    static void startTheRoutesOfEachForm(@TempDir Path folder) throws Exception {
        for (ExampleForm form : ExampleForm.values()) {
            PLACES.put(form, new Place(form, Files.createDirectory(folder.resolve(form.name()))));
        }
    }

    @AfterAll
    static void stop() {
        PLACES.values().forEach(Place::close);
        PLACES.clear();
    }

    @ParameterizedTest
    @EnumSource(WandbOperation.class)
    void theExampleDoesTheSameInEveryLanguage(WandbOperation operation) {
        Performed yaml = PLACES.get(ExampleForm.YAML).perform(operation);
        Performed java = PLACES.get(ExampleForm.JAVA).perform(operation);
        Performed xml = PLACES.get(ExampleForm.XML).perform(operation);

        assertThat(yaml.failure()).isNull();
        assertThat(yaml.requests()).isNotEmpty();
        assertThat(yaml.log().isEmpty() && yaml.body().isEmpty()).isFalse();
        assertThat(java).isEqualTo(yaml);
        assertThat(xml).isEqualTo(yaml);
    }

    /** What came of an example: what reached the server and what came back, the log and the body of the route, and what W&B holds. */
    private record Performed(
            List<String> requests,
            List<String> log,
            String body,
            @Nullable Exception failure,
            Map<String, Object> truth) {}

    /** A server and a context with the routes of one form; the time stands still. */
    private static final class Place implements AutoCloseable {

        private final WandbSimulator simulator;
        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final KeptLog log = new KeptLog();
        private final ProducerTemplate template;

        Place(ExampleForm form, Path folder) throws Exception {
            Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
            simulator = WandbSimulator.builder().clock(clock).start();
            camel.addComponent("wandb", SimulatedWandbTestSupport.component(simulator, clock));
            camel.getRegistry().bind("log", log);
            form.addAllTo(camel, folder);
            camel.start();
            template = camel.createProducerTemplate();
        }

        Performed perform(WandbOperation operation) {
            simulator.deleteProject("acme/" + ExampleWorld.NAME);
            ExampleWorld world = ExampleWorld.in(simulator, ExampleWorld.NAME);
            simulator.forgetRequests();
            log.clear();
            Exchange exchange = template.request("direct:" + operation, empty -> {});
            return new Performed(
                    simulator.requests().stream()
                            .map(request -> request.operation() + " " + request.path() + " " + request.variables())
                            .toList(),
                    log.lines().stream().map(this::anywhere).toList(),
                    body(exchange),
                    exchange.getException(),
                    world.truth());
        }

        /** An iterator has gone by, into the log. */
        private String body(Exchange exchange) {
            boolean isGone = exchange.getMessage().getBody() instanceof Iterator;
            return isGone ? "" : anywhere(exchange.getMessage().getBody(String.class));
        }

        private String anywhere(@Nullable String text) {
            return text == null ? "" : text.replace(simulator.baseUrl(), "");
        }

        @Override
        public void close() {
            camel.stop();
            simulator.close();
        }
    }
}
