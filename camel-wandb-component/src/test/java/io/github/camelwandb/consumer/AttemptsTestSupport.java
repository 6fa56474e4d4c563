// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Routes that follow a run that changes its mind about what it has logged. */
abstract class AttemptsTestSupport extends FollowingTestSupport {

    Attempts run;

    @BeforeEach
    void begin() {
        run = new Attempts(wandb.run("team/vision/r1"));
    }

    static int generation(Received.Arrived message) {
        return (int) message.headers().get(WandbConstants.GENERATION);
    }

    /** Those of which rows came, in their order. */
    List<Integer> generations() {
        return received.all().stream()
                .map(AttemptsTestSupport::generation)
                .distinct()
                .toList();
    }

    /** Whatever came before: a sink where a row takes the place of another of its step has all that stand, from a step on. */
    void eventuallyStandingInTheSink(long fromStep) {
        eventuallyAsTimePasses(() -> assertThat(
                        Attempts.upserted(received.all()).values())
                .containsAll(run.standing().stream()
                        .filter(row -> row.step() >= fromStep)
                        .toList()));
    }

    void eventuallyStandingInTheSink() {
        eventuallyStandingInTheSink(0);
    }
}
