// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.model.WandbObject;
import io.github.camelwandb.simulator.WandbSimulator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.jspecify.annotations.Nullable;

/**
 * What an operation takes and gives, found out by having it done as in its example.
 *
 * @param takes headers that it asks its message for, each with whether it is required, optional, or refused
 * @param sets headers that are there afterwards and were not before
 * @param answer what the body is afterwards
 * @param failures what it fails with, by the cause
 */
record OperationFacts(Map<String, String> takes, Set<String> sets, String answer, Map<String, Throwable> failures) {

    /** Headers that say which of several operations, and that lead to another target, which a message must not always do. */
    private static final List<String> LEADING =
            List.of(WandbConstants.OVERRIDE_ENTITY, WandbConstants.OVERRIDE_PROJECT);

    static OperationFacts of(WandbOperation operation, CamelContext camel, WandbSimulator simulator) throws Exception {
        return new Finder(operation, camel, simulator).facts();
    }

    private record Finder(ExampleRoute example, Endpoint endpoint, WandbSimulator simulator) {

        Finder(WandbOperation operation, CamelContext camel, WandbSimulator simulator) {
            this(
                    ExampleRoute.of(operation),
                    camel.getEndpoint(ExampleRoute.of(operation).uri()),
                    simulator);
        }

        OperationFacts facts() throws Exception {
            Exchange done = perform(Map.of(), null);
            assertThat(done.getException()).isNull();
            RecordingMessage message = (RecordingMessage) done.getMessage();
            Map<String, String> takes = new LinkedHashMap<>();
            for (String header : message.asked()) {
                if (isOurs(header)) {
                    takes.put(header, need(header));
                }
            }
            Set<String> sets = new TreeSet<>(message.getHeaders().keySet());
            sets.removeAll(example.headers());
            return new OperationFacts(takes, sets, answer(done), failures());
        }

        /** Beside the operation, which is what all of them are asked for; Camel's own ones are for its converters. */
        private static boolean isOurs(String header) {
            return header.startsWith("CamelWandb") && !header.equals(WandbConstants.OPERATION);
        }

        private String answer(Exchange done) {
            Object body = done.getMessage().getBody();
            if (body instanceof Iterator<?> iterator) {
                return "`Iterator<" + iterator.next().getClass().getSimpleName() + ">`";
            }
            if (body instanceof Map && !(body instanceof WandbObject)) {
                return "`Map`";
            }
            return body.equals(example.constant("body"))
                    ? "as it was"
                    : "`" + body.getClass().getSimpleName() + "`";
        }

        private String need(String header) throws Exception {
            if (example.headers().contains(header)) {
                return isRefused(perform(Map.of(), header)) ? "required" : "optional";
            }
            boolean isRefused = LEADING.contains(header) && isRefused(perform(Map.of(header, "other"), null));
            return isRefused ? "refused" : "optional";
        }

        private static boolean isRefused(Exchange exchange) {
            return exchange.getException() instanceof IllegalArgumentException;
        }

        private Map<String, Throwable> failures() throws Exception {
            Map<String, Throwable> failures = new LinkedHashMap<>();
            WrongInput wrong = WrongInput.of(example.operation());
            if (wrong != null) {
                ExampleWorld.in(simulator, ExampleWorld.NAME);
                Exchange exchange = endpoint.createExchange();
                wrong.fill(exchange);
                failures.put(wrong.inWords(), process(exchange).getException());
            }
            simulator.deleteProject("acme/" + ExampleWorld.NAME);
            simulator.project("acme/" + ExampleWorld.NAME);
            Throwable missing = process(message(Map.of(), null)).getException();
            if (missing == null) {
                simulator.deleteProject("acme/" + ExampleWorld.NAME);
                missing = process(message(Map.of(), null)).getException();
            }
            if (missing instanceof WandbRouteException) {
                failures.put("what it is about is not there", missing.getCause());
            }
            return failures;
        }

        private Exchange perform(Map<String, Object> more, @Nullable String without) throws Exception {
            simulator.deleteProject("acme/" + ExampleWorld.NAME);
            ExampleWorld.in(simulator, ExampleWorld.NAME);
            return process(message(more, without));
        }

        private Exchange message(Map<String, Object> more, @Nullable String without) {
            Exchange exchange = endpoint.createExchange();
            exchange.setMessage(new RecordingMessage(endpoint.getCamelContext()));
            exchange.getMessage().setBody(example.constant("body"));
            for (String header : example.headers()) {
                if (!header.equals(without)) {
                    exchange.getMessage().setHeader(header, example.constant(header));
                }
            }
            more.forEach(exchange.getMessage()::setHeader);
            return exchange;
        }

        private Exchange process(Exchange exchange) throws Exception {
            Producer producer = endpoint.createProducer();
            producer.start();
            try {
                producer.process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            } finally {
                producer.stop();
            }
            return exchange;
        }
    }
}
