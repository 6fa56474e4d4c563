// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import io.github.camelwandb.client.model.HistoryRow;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The process that is measured: a route that only counts. It answers each line of its input with a line, and stops when that ends. */
public final class MeasuredRoute {

    static final String COUNTS = "counts";
    static final String FIGURES = "figures";

    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final Polls polls = new Polls(() -> {});

    private MeasuredRoute() {}

    /** The endpoint, which may have {@code pollStrategy=#polls}; server and key come from the environment. */
    public static void main(String[] arguments) throws Exception {
        new MeasuredRoute().run(arguments[0]);
    }

    private void run(String endpoint) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("polls", polls);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(endpoint).process(exchange -> count(exchange));
                }
            });
            camel.start();
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                System.out.println(
                        question.equals(COUNTS)
                                ? rows.get() + " " + steps.get() + " " + polls.begun()
                                : Figures.ofThisProcess().line());
            }
            camel.stop();
        }
    }

    private void count(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof HistoryRow row) {
            count(row);
        } else {
            ((List<?>) body).forEach(row -> count((HistoryRow) row));
        }
    }

    private void count(HistoryRow row) {
        rows.incrementAndGet();
        steps.addAndGet(row.step());
    }
}
