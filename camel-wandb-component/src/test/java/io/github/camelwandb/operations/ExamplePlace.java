// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.simulator.WandbSimulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A server, and a context with the examples of all operations. Time stands still, so that the same example does the same each time. */
final class ExamplePlace implements AutoCloseable {

    /** Of the run that the example of createRun has made, which goes on while others are asked for. */
    private static final String SIGN_OF_LIFE = "/nightly/file_stream";

    private final WandbSimulator simulator;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final KeptLog log = new KeptLog();
    private final ProducerTemplate template;

    /** @param folder an empty one */
    ExamplePlace(ExampleForm form, Path folder) throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
        simulator = WandbSimulator.builder().clock(clock).start();
        camel.addComponent("wandb", SimulatedWandbTestSupport.component(simulator, clock));
        SimulatedWandbTestSupport.use(
                camel,
                simulator,
                WandbClient.builder()
                        .clock(clock)
                        .maxAttempts(1)
                        .random(() -> 7)); // ids of artifacts are the same each time
        camel.getRegistry().bind("log", log);
        form.addAllTo(camel, folder);
        camel.start();
        template = camel.createProducerTemplate();
    }

    /**
     * What came of an example.
     *
     * @param requests that reached the server
     * @param log what the steps of the route said
     * @param body of the message afterwards
     * @param headers of the message afterwards
     * @param truth what W&amp;B holds afterwards
     */
    record Performed(
            List<Asked> requests,
            List<String> log,
            String body,
            Map<String, Object> headers,
            @Nullable Exception failure,
            Map<String, Object> truth) {}

    /** A request, with all that was sent. */
    record Asked(String operation, String path, Map<String, @Nullable Object> variables, Map<String, String> headers) {}

    WandbSimulator simulator() {
        return simulator;
    }

    /** In a new world. */
    Performed perform(WandbOperation operation, Map<String, Object> headers) {
        simulator.deleteProject("acme/" + ExampleWorld.NAME);
        ExampleWorld world = ExampleWorld.in(simulator, ExampleWorld.NAME);
        simulator.forgetRequests();
        log.clear();
        Exchange exchange =
                template.request("direct:" + operation, filled -> headers.forEach(filled.getMessage()::setHeader));
        return new Performed(
                simulator.requests().stream()
                        .filter(request -> !request.path().endsWith(SIGN_OF_LIFE))
                        .map(request ->
                                new Asked(request.operation(), request.path(), request.variables(), request.headers()))
                        .toList(),
                log.lines().stream().map(this::anywhere).toList(),
                body(exchange),
                Map.copyOf(exchange.getMessage().getHeaders()),
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
