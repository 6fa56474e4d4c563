// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.awaitility.Awaitility.await;

import io.github.camelwandb.ShiftedClock;
import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.simulator.WandbSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.util.ObjectHelper;

/** A server, a route that follows its runs into a sink that can fail, and what came of it. */
final class Story implements AutoCloseable {

    /** How often time is let pass until what was not delivered is taken for lost. */
    private static final int PATIENCE = 30;

    static final String ROUTE = "following";

    private static final Set<String> QUIET = Set.of("idle", "held");

    private final ShiftedClock serverClock = new ShiftedClock();
    private final ShiftedClock clock = new ShiftedClock();
    private final WandbSimulator simulator =
            WandbSimulator.builder().clock(serverClock).start();
    private final Reports reports = new Reports();
    private final List<WandbRunEvent> events = new CopyOnWriteArrayList<>();
    private final UnreliableStore store = new UnreliableStore();
    private final String options;
    private final Duration requestTimeout;
    private final OffsetImages offsets;
    private final Map<Integer, SimulatedRows> runs = new ConcurrentHashMap<>();
    private final Sink sink = new Sink();
    private DefaultCamelContext camel;
    private int rounds;

    /**
     * A route has started.
     *
     * @param options of the route, where its positions are kept among them: {@code offsetPath={{offsets}}} is a file, {@code
     *     offsetRepository=#store} is {@link #store}
     * @param folder for the file
     * @param requestTimeout how long a request may take
     */
    Story(String options, Path folder, Duration requestTimeout) throws Exception {
        this.options = options;
        this.requestTimeout = requestTimeout;
        this.offsets = new OffsetImages(folder);
        simulator.project("team/vision");
        camel = begin();
    }

    private DefaultCamelContext begin() throws Exception {
        DefaultCamelContext next = new DefaultCamelContext();
        next.getPropertiesComponent()
                .addInitialProperty("offsets", offsets.current().toString());
        WandbComponent component = SimulatedWandbTestSupport.component(simulator, clock);
        component.setRequestTimeout(requestTimeout.toMillis());
        next.addComponent("wandb", component);
        next.getRegistry().bind("reports", reports);
        next.getRegistry().bind("store", store);
        next.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof WandbRunEvent ofRun) {
                    events.add(ofRun);
                }
            }
        });
        next.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("wandb:team/vision?delay=10&bridgeErrorHandler=false" + "&exceptionHandler=#reports&" + options)
                        .routeId(ROUTE)
                        .process(sink);
            }
        });
        sink.beginLife();
        try {
            next.start();
        } catch (Exception e) {
            next.stop();
            throw e;
        }
        return next;
    }

    /** The process is killed, whatever it does at this moment, and another one starts with what is on the disk. */
    void die() throws Exception {
        sink.dies();
        offsets.next();
        sink.isBuried();
        camel.stop();
        camel = whileServerAnswers(this::begin);
    }

    ShiftedClock clock() {
        return clock;
    }

    /** For the server. */
    void timePasses() {
        serverClock.advance(Duration.ofSeconds(2));
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

    UnreliableStore store() {
        return store;
    }

    RouteController routes() {
        return camel.getRouteController();
    }

    void stop() throws Exception {
        routes().stopRoute(ROUTE);
    }

    void start() throws Exception {
        sink.beginLife();
        routes().startRoute(ROUTE);
    }

    void restart() throws Exception {
        sink.works(); // a stop waits for what is open
        stop();
        whileServerAnswers(() -> {
            start();
            return camel;
        });
    }

    /** A start is refused while the server refuses. */
    private <T> T whileServerAnswers(Callable<T> start) throws Exception {
        try {
            return start.call();
        } catch (Exception e) {
            if (ObjectHelper.getException(WandbException.class, e) == null) {
                throw e;
            }
            simulator.faults().clear();
            return start.call();
        }
    }

    /** What the consumer does at this moment. */
    Following following() {
        return WandbConsumer.of(camel).findFirst().orElseThrow().following();
    }

    Optional<FollowedRun> followed(int number) {
        return following().runs().stream()
                .filter(run -> run.run().runId().equals("r" + number))
                .findFirst();
    }

    /** Waits for so many requests for listings, for a while: the server may be down. */
    void afterPolls(int times) {
        int before = listings();
        long until = System.nanoTime() + Duration.ofMillis(200).toNanos();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> listings() >= before + times || System.nanoTime() > until);
    }

    int listings() {
        return simulator.requests("runs").size();
    }

    /** Each act takes its time, by the clock of the server. */
    void play(List<Act> acts) throws Exception {
        for (Act act : acts) {
            timePasses();
            act.in(this);
        }
    }

    /** Everything works and all runs end: now whatever can be seen is to be seen. */
    void end() {
        simulator.faults().clear();
        sink.works();
        timePasses();
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
            untilNoneIsBusy();
        }
    }

    /** A slow reading is no loss. */
    private void untilNoneIsBusy() {
        long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> following().runs().stream().allMatch(run -> QUIET.contains(run.state()))
                        || System.nanoTime() > until);
    }

    /** How often time had to pass at the end. */
    int rounds() {
        return rounds;
    }

    /** Rows that stand and were not delivered. */
    List<String> missing() {
        return runs.keySet().stream()
                .flatMap(number -> missing(number).stream())
                .toList();
    }

    /** Whether there are none of a run. */
    boolean isComplete(int number) {
        return sink.taken().containsAll(run(number).numbers());
    }

    /** Those of a run. */
    List<String> missing(int number) {
        List<String> missing = new ArrayList<>();
        run(number).standing().forEach((row, step) -> {
            if (!sink.taken().contains(row)) {
                missing.add("row " + row + " of r" + number + " at step " + step);
            }
        });
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
    List<Reports.Report> reports() {
        return reports.all();
    }

    /** What the consumer has told of runs. */
    List<WandbRunEvent> events() {
        return events;
    }

    @Override
    public void close() {
        sink.works(); // a stop waits for what is open
        camel.stop();
        simulator.close();
    }
}
