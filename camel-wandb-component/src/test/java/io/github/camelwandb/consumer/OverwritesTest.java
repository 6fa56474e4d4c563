// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that takes the id of a live run and does not resume it writes over its lines; those behind what it writes stay. */
class OverwritesTest extends AttemptsTestSupport {

    @TempDir
    Path directory;

    private void followAll(int rows) throws Exception {
        run.logs(0, rows);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(rows));
        afterPolls(3);
    }

    @Test
    void linesThatAreOverwrittenToBeyondTheLastComeAgain() throws Exception {
        followAll(100);

        run.overwritesFrom(60).logs(60, 120);

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
        run.logs(120, 130);
        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
    }

    @Test
    void linesThatAreOverwrittenBelowTheNewestComeAgainWhenTheRunEnds() throws Exception {
        followAll(100);

        run.overwritesFrom(0).logs(0, 60).simulated().finished();

        eventuallyStandingInTheSink();
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void aProcessThatBeginsAnewWithTheIdOfALiveRunComesAgainOnceItHasPassedTheOldOne() throws Exception {
        followAll(100);

        run.overwritesFrom(0).logs(0, 50);
        afterPolls(3);
        run.logs(50, 130);

        eventuallyStandingInTheSink();
        assertThat(Attempts.upserted(received.all()).values()).allMatch(row -> row.attempt() == 2);
        assertThat(generations()).containsExactly(1, 2);
    }

    @Test
    void linesThatAreOverwrittenWithHigherStepsAreARewrite() throws Exception {
        followAll(100);

        run.overwritesFrom(50).logs(200, 260);
        timePasses();

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void linesThatAreOverwrittenWithLowerStepsAreARewrite() throws Exception {
        run.logs(500, 600);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(100));

        run.overwritesFrom(50).logs(0, 60);

        eventuallyStandingInTheSink();
        assertThat(generations()).containsExactly(1, 2);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void linesThatAreOverwrittenBetweenTwoPagesAreDeliveredAsTheyStand() throws Exception {
        run.logs(0, 1200);
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> run.overwritesFrom(700).logs(700, 1300))
                        .on("history")
                        .after(1)
                        .times(1));

        follow("wandb:team/vision");

        eventually(() -> assertThat(received.count()).isGreaterThan(1300));
        eventuallyStandingInTheSink();
    }

    @Test
    void linesThatAreOverwrittenBelowTheNewestComeAgainAtTheNextFullSweep() throws Exception {
        followAll(100);

        run.overwritesFrom(1).logs(1, 99).simulated().heartbeat(Instant.now().plusSeconds(30));
        clock.advance(Duration.ofMinutes(11));

        eventually(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));
        eventuallyStandingInTheSink();
    }

    @Test
    void linesThatAreOverwrittenBelowTheNewestComeAgainAtTheNextFullSweepAlsoIfRowsWereLoggedMeanwhile()
            throws Exception {
        followAll(100);

        run.overwritesFrom(1).logs(1, 99).simulated().appends();
        run.logs(100, 120);
        eventually(() -> assertThat(received.stepsOf("r1")).contains(119L));
        run.simulated().heartbeat(Instant.now().plusSeconds(30));
        clock.advance(Duration.ofMinutes(11));

        eventually(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));
        eventuallyStandingInTheSink();
    }

    @Test
    void withStopARunWhoseNewestRowAloneStandsIsHeld() throws Exception {
        run.logs(0, 100);
        follow("wandb:team/vision?onHistoryRewrite=stop");
        eventually(() -> assertThat(received.count()).isEqualTo(100));
        afterPolls(3);
        run.overwritesFrom(1)
                .logs(1, 99)
                .simulated()
                .appends()
                .heartbeat(Instant.now().plusSeconds(30));
        clock.advance(Duration.ofMinutes(11));
        eventually(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));

        run.logs(100, 120);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(6)); // it is tried again each time
            afterPolls(3);
        }

        assertThat(received.count()).isEqualTo(100);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void withStopSoIsOneThatWasNeverReadToItsEndAfterARestart() throws Exception {
        run.logs(0, 100);
        AtomicBoolean isDown = new AtomicBoolean(true);
        follow(
                "following",
                "wandb:team/vision?onHistoryRewrite=stop&offsetPath=" + directory.resolve("offsets.db"),
                it -> {
                    if (isDown.get() && it.getMessage().getHeader(WandbConstants.STEP, Long.class) == 50) {
                        throw new IllegalStateException("the sink is down");
                    }
                    received.process(it);
                });
        eventually(() -> assertThat(received.count()).isEqualTo(50));
        afterPolls(2);
        stop("following");
        run.overwritesFrom(1).logs(1, 49);
        isDown.set(false);

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(told()).containsExactly(Kind.REWRITTEN));
        afterPolls(2);
        assertThat(received.count()).isEqualTo(50);
    }
}
