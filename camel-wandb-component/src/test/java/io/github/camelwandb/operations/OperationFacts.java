// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.simulator.WandbSimulator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.jspecify.annotations.Nullable;

/**
 * What an operation takes and gives, found out by having it done as in its example.
 *
 * @param takes headers that it asks its message for, each with whether it is required, optional, or refused
 * @param sets headers that are there afterwards and were not before, each with whether it always is
 * @param answer what the body is afterwards; of an iterator, what it gives
 * @param failures what it fails with, by the cause
 */
record OperationFacts(
        Map<String, String> takes, Map<String, String> sets, Answered answer, Map<String, Throwable> failures) {

    /** Headers that say which of several operations, and that lead to another target, which a message must not always do. */
    private static final List<String> LEADING =
            List.of(WandbConstants.OVERRIDE_ENTITY, WandbConstants.OVERRIDE_PROJECT);

    /**
     * What an operation answers.
     *
     * @param value the body, or the first that it gives, where it is an iterator
     * @param isIterator whether it is one
     * @param isAsItWas whether it is the body that there was before
     */
    record Answered(Object value, boolean isIterator, boolean isAsItWas) {

        /** In the words of the page. */
        String inWords() {
            String type = AnswerType.of(value).link();
            return isAsItWas ? "as it was" : isIterator ? "an iterator of " + type : type;
        }
    }

    /** Only that. */
    static Answered answered(WandbOperation operation, CamelContext camel, WandbSimulator simulator) throws Exception {
        Finder finder = new Finder(operation, camel, simulator);
        return finder.answer(finder.perform(Map.of(), null));
    }

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
            Map<String, String> sets = new TreeMap<>();
            message.getHeaders().keySet().forEach(header -> sets.put(header, "set"));
            sets.keySet().removeAll(example.headers());
            Answered answer = answer(done);
            for (OtherWay way : OtherWay.of(example.operation())) {
                add(way, takes, sets);
            }
            return new OperationFacts(new TreeMap<>(takes), sets, answer, failures());
        }

        /** What is done in another way only, need not be there. */
        private void add(OtherWay way, Map<String, String> takes, Map<String, String> sets) throws Exception {
            perform(Map.of(), null);
            way.meanwhile().accept(new ExampleWorld(simulator, "acme/" + ExampleWorld.NAME));
            Exchange done = process(
                    message(way.headers(), null), endpoint.getCamelContext().getEndpoint(way.uri()));
            assertThat(done.getException()).isNull();
            RecordingMessage message = (RecordingMessage) done.getMessage();
            message.asked().stream().filter(Finder::isOurs).forEach(header -> takes.putIfAbsent(header, "optional"));
            message.getHeaders().keySet().stream()
                    .filter(header -> !example.headers().contains(header))
                    .filter(header -> !way.headers().containsKey(header))
                    .forEach(header -> sets.putIfAbsent(header, "may be set"));
        }

        /** Beside the operation, which is what all of them are asked for; Camel's own ones are for its converters. */
        private static boolean isOurs(String header) {
            return header.startsWith("CamelWandb") && !header.equals(WandbConstants.OPERATION);
        }

        private Answered answer(Exchange done) {
            Object body = done.getMessage().getBody();
            return body instanceof Iterator<?> iterator
                    ? new Answered(iterator.next(), true, false)
                    : new Answered(body, false, body.equals(example.constant("body")));
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
            return process(exchange, endpoint);
        }

        private static Exchange process(Exchange exchange, Endpoint endpoint) throws Exception {
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
