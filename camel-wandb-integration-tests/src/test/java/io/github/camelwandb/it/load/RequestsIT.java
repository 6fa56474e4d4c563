// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many requests a poll of many runs costs, with what follows from it. */
class RequestsIT {

    private static final int POLLS = 5;

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @Test
    void ofAThousandRunsOnWhichTenGoOnAPollCostsFiveRequestsAtMost() throws Exception {
        List<SimulatedRun> runs = runs(1000);

        assertThat(requestsPerPoll("10 of 1000 live runs change", 1000, 10, goOn(runs.subList(0, 10))))
                .isLessThanOrEqualTo(5);
    }

    @Test
    void soItIsWhereEachOfTheTenHasManyRows() throws Exception {
        List<SimulatedRun> runs = runs(1000);

        assertThat(requestsPerPoll(
                        "10 of 1000 live runs have 150 rows more",
                        1000,
                        10 * 150,
                        step -> runs.subList(0, 10).forEach(run -> run.logs(150 * step - 149, 150 * step + 1))))
                .isLessThanOrEqualTo(5);
    }

    @Test
    void soItIsWhereTheOthersHaveBeenSilentForLong() throws Exception {
        List<SimulatedRun> runs = runs(1000);
        Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
        runs.subList(10, 1000).forEach(run -> run.heartbeat(anHourAgo));

        assertThat(requestsPerPoll(
                        "10 of 1000 runs change, the others are silent", 1000, 10, goOn(runs.subList(0, 10))))
                .isLessThanOrEqualTo(5);
    }

    @Test
    void whereNothingChangesOnlyTheListingIsAskedFor() throws Exception {
        assertThat(requestsPerPoll("none of 1000 live runs changes", runs(1000).size(), 0, step -> {}))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void fiftyLiveRunsThatAllGoOnShareRequests() throws Exception {
        List<SimulatedRun> runs = runs(50);

        assertThat(requestsPerPoll("50 of 50 live runs change", 50, 50, goOn(runs)))
                .isLessThan(25);
    }

    @Test
    void ofAThousandRunsOfWhichTenEndAPollCostsFiveRequestsAtMost() throws Exception {
        List<SimulatedRun> runs = runs(1000);
        runs.subList(0, 100).forEach(run -> run.logs(1, 100)); // of which many are remembered

        assertThat(requestsPerPoll("10 of 1000 live runs end", 1000 + 100 * 99, 10, step -> {
                    int first = 10 * (int) step;
                    runs.subList(first, first + 10)
                            .forEach(run -> run.logs(100, 101).finished());
                }))
                .isLessThanOrEqualTo(5);
    }

    private static LongConsumer goOn(List<SimulatedRun> changing) {
        return step -> changing.forEach(run -> run.logs(step, step + 1));
    }

    private List<SimulatedRun> runs(int count) {
        List<SimulatedRun> runs = new ArrayList<>();
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        for (int i = 0; i < count; i++) {
            runs.add(wandb.run("team/vision/r" + i)
                    .created(yesterday.plusSeconds(i)) // pages end with a time
                    .logs(0, 1));
        }
        return runs;
    }

    /**
     * Of a usual poll: where the machine is slow, runs that change together may just miss each other.
     *
     * @param rowsAtStart how many there are before anything changes
     * @param changing how many runs have a new row after each change
     * @param change done at each poll, with a number from 1 on
     */
    private int requestsPerPoll(String what, long rowsAtStart, int changing, LongConsumer change) throws Exception {
        AtomicLong received = new AtomicLong();
        AtomicLong nextStep = new AtomicLong(1);
        List<Integer> requestsBefore = new CopyOnWriteArrayList<>();
        Polls polls = new Polls(() -> {
            // once all rows of the start have come
            if (received.get() >= rowsAtStart) {
                requestsBefore.add(wandb.simulator().requests().size());
                change.accept(nextStep.getAndIncrement());
            }
        });
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            WandbComponent component = new WandbComponent();
            component.getConfiguration().setBaseUrl(wandb.baseUrl());
            component.getConfiguration().setApiKey(wandb.apiKey());
            camel.addComponent("wandb", component);
            camel.getRegistry().bind("polls", polls);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("wandb:team/vision?delay=500&pollStrategy=#polls")
                            .process(exchange -> received.incrementAndGet());
                }
            });
            camel.start();
            await().atMost(Duration.ofMinutes(2)).until(() -> requestsBefore.size() > POLLS + 1);
        }
        // the first one may still have had to do with the start
        List<Integer> requests = new ArrayList<>();
        for (int poll = 1; poll <= POLLS; poll++) {
            requests.add(requestsBefore.get(poll + 1) - requestsBefore.get(poll));
        }
        System.out.println("Requests at each poll where " + what + ": " + requests);
        assertThat(received.get()).isGreaterThanOrEqualTo(rowsAtStart + (long) POLLS * changing);
        return requests.stream().sorted().skip(POLLS / 2).findFirst().orElseThrow();
    }
}
