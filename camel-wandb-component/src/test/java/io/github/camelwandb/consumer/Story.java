// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.awaitility.Awaitility.await;

import io.github.camelwandb.ShiftedClock;
import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.simulator.WandbSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.ObjectHelper;

/** A server, a route that follows its runs into a sink that can fail, and what came of it. */
final class Story implements AutoCloseable {

    /** How often time is let pass until what was not delivered is taken for lost. */
    private static final int PATIENCE = 30;

    private static final String ROUTE = "following";

    private final ShiftedClock serverClock = new ShiftedClock();
    private final ShiftedClock clock = new ShiftedClock();
    private final WandbSimulator simulator =
            WandbSimulator.builder().clock(serverClock).start();
    private final Reports reports = new Reports();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<Integer, SimulatedRows> runs = new HashMap<>();
    private final Sink sink = new Sink();
    private int rounds;

    /** @param options of the route, where its positions are kept among them */
    Story(String options) throws Exception {
        simulator.project("team/vision");
        camel.addComponent("wandb", SimulatedWandbTestSupport.component(simulator, clock));
        camel.getRegistry().bind("reports", reports);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("wandb:team/vision?delay=10&offsetCommitInterval=5&bridgeErrorHandler=false"
                                + "&exceptionHandler=#reports&" + options)
                        .routeId(ROUTE)
                        .process(sink);
            }
        });
        sink.beginLife();
        camel.start();
    }

    ShiftedClock clock() {
        return clock;
    }

    WandbSimulator simulator() {
        return simulator;
    }

    SimulatedRows run(int number) {
        return runs.computeIfAbsent(number, n -> new SimulatedRows(simulator.run(path(n)), false));
    }

    private static String path(int number) {
        return "team/vision/r" + number;
    }

    void beginAnew(int number) {
        run(number).simulated().delete();
        runs.put(number, new SimulatedRows(simulator.run(path(number)), true));
    }

    Sink sink() {
        return sink;
    }

    void stop() throws Exception {
        camel.getRouteController().stopRoute(ROUTE);
    }

    void start() throws Exception {
        sink.beginLife();
        camel.getRouteController().startRoute(ROUTE);
    }

    /** A start is refused while the server refuses. */
    void restart() throws Exception {
        stop();
        try {
            start();
        } catch (Exception e) {
            if (ObjectHelper.getException(WandbException.class, e) == null) {
                throw e;
            }
            simulator.faults().clear();
            start();
        }
    }

    /** Waits for so many requests for listings, for a while: the server may be down. */
    void afterPolls(int times) {
        int before = listings();
        long until = System.nanoTime() + Duration.ofMillis(200).toNanos();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> listings() >= before + times || System.nanoTime() > until);
    }

    private int listings() {
        return simulator.requests("runs").size();
    }

    /** Each act takes its time, by the clock of the server. */
    void play(List<Act> acts) throws Exception {
        for (Act act : acts) {
            serverClock.advance(Duration.ofSeconds(2));
            act.in(this);
        }
    }

    /** Everything works and all runs end: now whatever can be seen is to be seen. */
    void end() {
        simulator.faults().clear();
        sink.works();
        serverClock.advance(Duration.ofSeconds(2));
        runs.values()
                .forEach(run -> run.simulated()
                        .revealSteps()
                        .releaseRows()
                        .countsTruly()
                        .running());
        afterPolls(3);
        runs.values().forEach(run -> run.simulated().finished());
        while (rounds < PATIENCE && !missing().isEmpty()) {
            rounds++;
            clock.advance(Duration.ofMinutes(5));
            afterPolls(3);
        }
    }

    /** How often time had to pass at the end. */
    int rounds() {
        return rounds;
    }

    /** Rows that stand and were not delivered. */
    List<String> missing() {
        Set<Long> taken = new HashSet<>();
        sink.arrived().stream().filter(row -> row.handover().completed()).forEach(row -> taken.add(row.number()));
        List<String> missing = new ArrayList<>();
        runs.forEach((number, run) -> run.standing().forEach((row, step) -> {
            if (!taken.contains(row)) {
                missing.add("row " + row + " of r" + number + " at step " + step);
            }
        }));
        return missing;
    }

    /** Rows of a second generation of a run of which nothing was ever taken away. */
    List<Sink.Arrived> falseAlarms() {
        return sink.arrived().stream()
                .filter(row -> row.generation() > 1)
                .filter(row -> runs.entrySet().stream()
                        .anyMatch(run -> row.runId().equals("r" + run.getKey())
                                && !run.getValue().mayHaveGenerations()))
                .toList();
    }

    /** What the consumer has reported. */
    List<String> reports() {
        return reports.messages();
    }

    @Override
    public void close() {
        camel.stop();
        simulator.close();
    }
}
