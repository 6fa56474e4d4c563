// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a subscription passed over at its start can be rewritten like others. */
class StartBehindRowsTest extends FollowingTestSupport {

    private SimulatedRun run;

    @BeforeEach
    void startBehindAThousandRows() throws Exception {
        run = wandb.run("team/vision/r1").logs(0, 1000);
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);
    }

    /** All from a row on that was not behind the first new one: which ones are remembered is the server's choice. */
    private void cameFrom(int message, long firstNew, long end) {
        asTimeFlies(ENOUGH, () -> {
            List<Long> came = received.stepsOf("r1").stream().skip(message).toList();
            assertThat(came).isNotEmpty();
            assertThat(came).isEqualTo(steps(came.get(0), end));
            assertThat(came.get(0)).isBetween(0L, firstNew);
        });
        assertThat(told()).containsExactly(WandbRunEvent.Kind.REWRITTEN);
    }

    @Test
    void aRunThatOnlyGoesOnIsNeverLookedAtAgainBelow() {
        run.logs(1000, 1010);
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        run.finished();
        timePasses();

        assertThat(received.stepsOf("r1")).isEqualTo(steps(1000, 1010));
        assertThat(events).isEmpty();
    }

    @Test
    void aRewindAmongThemComesFromThere() {
        clock.advance(ENOUGH);
        run.rewind(600).logs(601, 1100);

        cameFrom(0, 601, 1100);
    }

    @Test
    void whatComesAgainFromThereIsNotTakenForLate() {
        clock.advance(ENOUGH);
        run.rewind(600).logs(601, 1100);
        cameFrom(0, 601, 1100);
        int came = received.count();

        run.countsLines(1200);
        timePasses();

        assertThat(received.count()).isEqualTo(came);
    }

    @Test
    void soItDoesWhenRowsBehindThemWereDelivered() {
        run.logs(1000, 1010);
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        clock.advance(ENOUGH);
        run.rewind(600).logs(601, 700);

        cameFrom(10, 601, 700);
    }

    @Test
    void lateRowsAreFoundBehindThemAndNotAmongThem() {
        run.logs(1000, 1004).logs(1010, 1020);
        eventually(() -> assertThat(received.count()).isEqualTo(14));
        run.logs(1004, 1006);
        timePasses();

        assertThat(received.stepsOf("r1")).contains(1004L, 1005L).allMatch(step -> step >= 1000);
        assertThat(events).isEmpty();
    }

    @Test
    void anotherRunOfTheSameIdComesFromItsFirstRow() {
        run.delete();
        wandb.run("team/vision/r1")
                .created(Instant.now().plusSeconds(5))
                .logs(0, 5); // W&B's times are of whole seconds

        cameFrom(0, 0, 5);
    }
}
