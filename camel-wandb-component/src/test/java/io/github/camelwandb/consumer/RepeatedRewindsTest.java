// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.consumer.Attempts.Row;
import io.github.camelwandb.simulator.Fault;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;

/** Runs that are rewound more than once: whatever was seen of it, in the end each row that stands was delivered last. */
class RepeatedRewindsTest extends AttemptsTestSupport {

    private void follow100(String uri) throws Exception {
        run.logs(0, 100);
        follow(uri);
        eventually(() -> assertThat(received.count()).isEqualTo(100));
    }

    private List<Received.Arrived> of(int generation) {
        return received.all().stream()
                .filter(row -> generation(row) == generation)
                .toList();
    }

    /** It has the rows that stand, from the step on that its first row names. */
    private void assertGenerationIsWhatStands(int generation) {
        long from = (long) of(generation).get(0).headers().get(WandbConstants.REWRITTEN_FROM);
        List<Row> standing =
                run.standing().stream().filter(row -> row.step() >= from).toList();
        assertThat(of(generation)).extracting(Attempts::row).isEqualTo(standing);
    }

    // between two looks

    @Test
    void severalRewindsBetweenTwoLooksAreOneGeneration() throws Exception {
        follow100("wandb:team/vision");

        betweenTwoLooks(() -> run.rewinds(80)
                .logs(81, 120)
                .rewinds(40)
                .logs(41, 60)
                .rewinds(50)
                .logs(51, 130));

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
        assertGenerationIsWhatStands(2);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void severalRewindsBetweenTwoLooksThatLeaveAShorterHistoryAreSeen() throws Exception {
        follow100("wandb:team/vision");

        betweenTwoLooks(() -> run.rewinds(80).logs(81, 120).rewinds(20).logs(21, 30));

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
        assertGenerationIsWhatStands(2);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void aHistoryOfWhichNothingIsLeftAfterSeveralRewindsComesAgainFromItsStart() throws Exception {
        follow100("wandb:team/vision");

        betweenTwoLooks(() -> run.rewinds(30).logs(31, 150).rewinds(-1).logs(0, 101));

        eventuallyAsTimePasses(() -> assertThat(of(2)).extracting(Attempts::row).isEqualTo(run.standing()));
        assertThat(of(2).get(0).headers()).containsEntry(WandbConstants.REWRITTEN_FROM, 0L);
    }

    @Test
    void aRewindBetweenTheTwoLooksForAMissingRowIsSeenWithTheOneBefore() throws Exception {
        follow100("wandb:team/vision");

        run.rewinds(50);
        afterPolls(5);
        assertThat(told()).isEmpty();
        run.rewinds(30).logs(31, 40);
        afterPolls(5);

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
        assertGenerationIsWhatStands(2);
    }

    @Test
    void aRunThatHasGrownAgainBetweenTheTwoLooksForAMissingRowIsSeen() throws Exception {
        follow100("wandb:team/vision");

        run.rewinds(50);
        afterPolls(5);
        run.logs(51, 120);
        afterPolls(5);

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
        assertGenerationIsWhatStands(2);
    }

    // one after the other

    @Test
    void eachRewindThatIsSeenIsAGenerationOfItsOwn() throws Exception {
        follow100("wandb:team/vision");

        run.rewinds(90).logs(91, 120);
        eventuallyStandingInTheSink();
        assertGenerationIsWhatStands(2);
        run.rewinds(10).logs(11, 130);
        eventuallyStandingInTheSink();
        assertGenerationIsWhatStands(3);
        run.rewinds(60).logs(61, 140);
        eventuallyStandingInTheSink();
        assertGenerationIsWhatStands(4);

        afterPolls(3);
        assertThat(generations()).containsExactly(1, 2, 3, 4);
        assertThat(told()).containsExactly(Kind.REWRITTEN, Kind.REWRITTEN, Kind.REWRITTEN);
    }

    @Test
    void aRewindWhileTheOneBeforeIsReplayedIsAGenerationOfItsOwn() throws Exception {
        AtomicBoolean rewound = new AtomicBoolean();
        run.logs(0, 100);
        follow("following", "wandb:team/vision", exchange -> {
            received.process(exchange);
            if (of(2).size() == 5 && rewound.compareAndSet(false, true)) {
                run.rewinds(20).logs(21, 140);
            }
        });
        eventually(() -> assertThat(received.count()).isEqualTo(100));

        run.rewinds(50).logs(51, 120);

        eventuallyAsTimePasses(() -> assertThat(generations()).containsExactly(1, 2, 3));
        eventuallyStandingInTheSink();
        assertGenerationIsWhatStands(3);
    }

    @Test
    void generationsGoOnBehindARestart() throws Exception {
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow100("wandb:team/vision?offsetRepository=#offsets");
        run.rewinds(90).logs(91, 120);
        eventuallyStandingInTheSink();

        stop("following");
        run.rewinds(80).logs(81, 110).rewinds(30).logs(31, 130);
        context.getRouteController().startRoute("following");

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2, 3);
        assertGenerationIsWhatStands(3);
    }

    // continue

    @Test
    void withContinueNoStepComesTwiceHoweverOftenTheRunIsRewound() throws Exception {
        follow100("wandb:team/vision?onHistoryRewrite=continue");

        run.rewinds(90).logs(91, 120);
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 120)));
        run.rewinds(10).logs(11, 130);
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 130)));
        run.rewinds(60).logs(61, 140);
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 140)));

        timePasses();
        assertThat(received.count()).isEqualTo(140);
        assertThat(generations()).containsExactly(1, 2, 3, 4);
        assertThat(told()).containsExactly(Kind.REWRITTEN, Kind.REWRITTEN, Kind.REWRITTEN);
    }

    @Test
    void withContinueRowsThatAreLoggedBelowTheHighestDeliveredAreNoGap() throws Exception {
        follow100("wandb:team/vision?onHistoryRewrite=continue");

        run.rewinds(10).logs(11, 50);
        timePasses();
        run.logs(50, 70);
        timePasses();
        assertThat(received.count()).isEqualTo(100);
        run.logs(70, 110);

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 110)));
        timePasses();
        assertThat(received.count()).isEqualTo(110);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void aRunOfWhichFewerLinesAreCountedIsLookedAtBeforeItIsRead() throws Exception {
        follow100("wandb:team/vision");
        afterPolls(3);
        Fault rewound = Fault.before(() -> {
            run.rewinds(40).logs(41, 81);
            wandb.simulator().forgetRequests();
        });
        wandb.simulator().faults().add(rewound.on("runs").times(1));

        eventuallyStandingInTheSink();
        assertThat(told()).containsExactly(Kind.REWRITTEN);
        assertThat(wandb.simulator().requests("history"))
                .as("a look and a page")
                .hasSize(2);
        assertThat(wandb.simulator().requests("historyKeys")).isEmpty();
    }

    // replicas that lag

    @Test
    void rowsOfBeforeARewindThatAReplicaStillShowsAreNotTakenForThoseOfTheNewGeneration() throws Exception {
        follow100("wandb:team/vision");
        Runnable replica = run.simulated().replica();
        onRewritten(() -> {
            replica.run();
            Fault caughtUp = Fault.before(run.simulated()::releaseRows);
            wandb.simulator().faults().add(caughtUp.on("RunHistory").after(1).times(1));
        });

        betweenTwoLooks(() -> run.rewinds(80).logs(81, 130));

        eventuallyStandingInTheSink();
        assertGenerationIsWhatStands(2);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void rowsThatAreOlderThanTheRowThatShowedARewindComeIfTheyStay() throws Exception {
        follow100("wandb:team/vision");
        onRewritten(() -> {
            run.rewinds(80);
            for (int step = 81; step < 120; step++) { // by a writer whose clock is late
                run.simulated().logJson("{\"_step\":%d,\"_timestamp\":1,\"attempt\":3}".formatted(step));
            }
        });

        betweenTwoLooks(() -> run.rewinds(80).logs(81, 120));

        eventuallyStandingInTheSink();
        assertGenerationIsWhatStands(2);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    private void onRewritten(Runnable action) {
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof WandbRunEvent ofRun && ofRun.kind() == Kind.REWRITTEN) {
                    action.run();
                }
            }
        });
    }
}
