// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitForRunTest extends OperatingTestSupport {

    private static final String QUICK = "wandb:team/vision/r1?operation=waitForRun&waitDelay=10";

    @Test
    void aRunThatHasEndedIsAnsweredAtOnceWithAllThatItIs() {
        wandb.run("team/vision/r1")
                .config(Map.of("lr", 0.1))
                .log(0, Map.of("loss", 0.5))
                .failed();

        Run run = answer("wandb:team/vision/r1?operation=waitForRun&waitDelay=1h", Run.class);

        assertThat(run.state().value()).isEqualTo("failed");
        assertThat(run.config()).containsEntry("lr", 0.1);
        assertThat(run.summary()).containsEntry("loss", 0.5);
    }

    @Test
    void aRunIsLookedAtAgainUntilItHasEnded() {
        SimulatedRun run = wandb.run("team/vision/r1");
        wandb.simulator().faults().before("Run", 4, run::finished);

        assertThat(answer(QUICK, Run.class).state().value()).isEqualTo("finished");
        assertThat(requests("Run")).isGreaterThanOrEqualTo(5);
    }

    @Test
    void anotherStateCanBeWaitedFor() {
        wandb.run("team/vision/r1");

        assertThat(answer(QUICK + "&waitForState=running,pending", Run.class)
                        .state()
                        .value())
                .isEqualTo("running");
        assertThat(answer(QUICK, null, Map.of(WandbConstants.WAIT_FOR_STATE, "Running"))
                        .getMessage()
                        .getBody())
                .isInstanceOf(Run.class);
    }

    @Test
    void aRunThatGoesOnWhileItIsReadIsWaitedForOn() {
        SimulatedRun run = wandb.run("team/vision/r1").finished();
        wandb.simulator().faults().before("Run", 2, run::running);
        wandb.simulator().faults().before("Run", 3, run::killed);

        assertThat(answer(QUICK, Run.class).state().value()).isEqualTo("killed");
    }

    @Test
    void aServerThatIsNotThereForAWhileIsWaitedFor() {
        wandb.run("team/vision/r1").finished();
        wandb.simulator().faults().add(Fault.status(503).on("Run").times(2));

        assertThat(answer(QUICK, Run.class).state().value()).isEqualTo("finished");
    }

    @Test
    void aRunThatGoesOnForTooLongFailsTheMessage() {
        wandb.run("team/vision/r1");

        refusal(QUICK + "&waitTimeout=50", null, Map.of())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("team/vision/r1")
                .hasMessageContaining("waitTimeout=50 ms");
        refusal(QUICK, null, Map.of(WandbConstants.WAIT_TIMEOUT, "60")).isInstanceOf(TimeoutException.class);
        refusal(QUICK, null, Map.of(WandbConstants.WAIT_TIMEOUT, Duration.ofMillis(70)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("waitTimeout=70 ms");
    }

    @Test
    void theServersFailureIsToldWhereItIsWhyTheTimeRanOut() {
        wandb.run("team/vision/r1").finished();
        wandb.simulator().faults().add(Fault.status(503).on("Run"));

        refusal(QUICK + "&waitTimeout=300", null, Map.of())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("was not seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0", "-5", "", "5 minutes"})
    void aTimeoutThatIsNoneIsRefused(String timeout) {
        wandb.run("team/vision/r1");

        refusal(QUICK, null, Map.of(WandbConstants.WAIT_TIMEOUT, timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbWaitTimeout=" + timeout);
        assertThat(requests("Run")).isZero();
    }

    @Test
    void anUnknownStateIsRefused() {
        wandb.run("team/vision/r1");

        refusal(QUICK, null, Map.of(WandbConstants.WAIT_FOR_STATE, "finished,over"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbWaitForState=finished,over")
                .hasMessageContaining("crashed");
        refusal(QUICK, null, Map.of(WandbConstants.WAIT_FOR_STATE, ","))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbWaitForState=, names no state");
    }

    @Test
    void nobodysThreadWaitsAndAProducerThatStopsEndsTheWait() throws Exception {
        wandb.run("team/vision/r1");
        AsyncProducer producer = context.getEndpoint(QUICK).createAsyncProducer();
        producer.start();
        Exchange exchange = producer.getEndpoint().createExchange();
        CompletableFuture<Boolean> done = new CompletableFuture<>();

        boolean alreadyDone = producer.process(exchange, done::complete);
        await().until(() -> requests("Run") > 2);

        assertThat(alreadyDone).isFalse();
        assertThat(done).isNotDone();
        producer.stop();
        assertThat(done).succeedsWithin(Duration.ofSeconds(20));
        assertThat(exchange.getException())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("team/vision/r1")
                .isNotInstanceOf(ExecutionException.class);
    }
}
