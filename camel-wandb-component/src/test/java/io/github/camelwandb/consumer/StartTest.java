// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartTest extends FollowingTestSupport {

    @Test
    void latestStartsBehindTheRowsThatAreThereAndAtTheFirstRowOfLaterRuns() throws Exception {
        SimulatedRun old = wandb.run("team/vision/old").logs(0, 10);
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(2);

        old.logs(10, 13);
        wandb.run("team/vision/young").logs(0, 4);

        eventually(() -> assertThat(received.stepsOf("old")).isEqualTo(steps(10, 13)));
        eventually(() -> assertThat(received.stepsOf("young")).isEqualTo(steps(0, 4)));
    }

    @Test
    void whereFiftyRunsStandIsAskedForInAFewRequests() throws Exception {
        for (int i = 0; i < 50; i++) {
            wandb.run("team/vision/r" + i).logs(0, 10);
        }
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(2);

        assertThat(wandb.simulator().requests("historyKeys")).hasSizeBetween(1, 9);
        assertThat(wandb.simulator().requests("sampledHistory")).hasSizeBetween(1, 9);
        assertThat(wandb.simulator().requests("history")).hasSizeBetween(1, 9);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 4})
    void whatIsLoggedBeforeItIsKnownWhereARunStartsComes(long next) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        wandb.run("team/vision/r2").logs(0, 5);
        wandb.simulator().faults().add(Fault.status(502).on("historyKeys").forRun("r1"));
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);

        run.logs(next, 9);
        afterPolls(3);
        wandb.simulator().faults().clear();

        asTimeFlies(
                Duration.ofMinutes(5), () -> assertThat(received.stepsOf("r1")).contains(8L));
        run.logs(9, 11);
        eventually(() -> assertThat(received.stepsOf("r1"))
                .endsWith(10L)
                .containsAll(steps(next, 11))
                .doesNotContain(3L));
    }

    @Test
    void whereARunStartsIsLookedForAlsoAfterARestart() throws Exception {
        SimulatedRun run = stoppedBeforeItIsKnownWhereItStarts();
        run.logs(5, 9);

        context.getRouteController().startRoute("following");
        afterPolls(3);
        wandb.simulator().faults().clear();

        asTimeFlies(
                Duration.ofMinutes(5), () -> assertThat(received.stepsOf("r1")).contains(8L));
        assertThat(received.stepsOf("r1")).isEqualTo(steps(5, 9));
    }

    @Test
    void anotherRunOfTheIdStartsAtItsFirstRowAlsoAfterARestart() throws Exception {
        SimulatedRun run = stoppedBeforeItIsKnownWhereItStarts();
        run.delete();
        wandb.run("team/vision/r1").created(Instant.now().plusSeconds(5)).logs(0, 3);
        wandb.simulator().faults().clear();

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    private SimulatedRun stoppedBeforeItIsKnownWhereItStarts() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        wandb.run("team/vision/r2").logs(0, 5);
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        wandb.simulator().faults().add(Fault.status(502).on("historyKeys").forRun("r1"));
        follow("wandb:team/vision?startFrom=latest&offsetRepository=#offsets");
        afterPolls(3);
        stop("following");
        return run;
    }

    @Test
    void latestIsTakenOnceByASubscriptionAndNotAgainAfterARestart() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow("wandb:team/vision?startFrom=latest&offsetRepository=#offsets");
        afterPolls(2);
        stop("following");
        run.logs(10, 13);
        wandb.run("team/vision/r2").logs(0, 4);

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(10, 13)));
        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 4)));
    }

    @Test
    void latestIsNotTakenAgainWhereTheEntryThatSaysSoWasTorn() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        MemoryStateRepository offsets = new MemoryStateRepository();
        offsets.setState("v1|team%2Fvision|history|baseline", "tak");
        context.getRegistry().bind("offsets", offsets);

        follow("wandb:team/vision?startFrom=latest&offsetRepository=#offsets");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 10)));
    }

    @Test
    void aRunCanStartAtAStep() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);

        follow("wandb:team/vision?startFrom=6");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(6, 10)));
    }

    @Test
    void whateverIsRewrittenNothingBelowThatStepComes() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 4);
        SimulatedRun other = wandb.run("team/vision/r2").logs(0, 10);
        follow("wandb:team/vision?startFrom=6");
        eventually(() -> assertThat(received.stepsOf("r2")).isEqualTo(steps(6, 10)));
        afterPolls(3);

        run.rewind(1);
        other.rewind(1);
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(31));
            afterPolls(3);
        }
        run.logs(2, 8);
        other.logs(2, 9);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(6, 8)));
        eventually(() -> assertThat(received.stepsOf("r2")).endsWith(6L, 7L, 8L).hasSize(7));
    }

    @Test
    void aRefusedKeyFailsTheStartWithoutShowingTheKey() {
        wandb.run("team/vision/r1");
        String wrong = "0123456789012345678901234567890123456789";

        refusal("wandb:team/vision?apiKey=" + wrong)
                .hasRootCauseInstanceOf(WandbAuthenticationException.class)
                .rootCause()
                .hasMessageContaining("apiKey")
                .hasMessageNotContaining(wrong);
    }

    @Test
    void anUnknownProjectFailsTheStart() {
        refusal("wandb:team/nowhere")
                .hasRootCauseInstanceOf(WandbNotFoundException.class)
                .rootCause()
                .hasMessageContaining("team/nowhere");
    }

    @Test
    void aFilterTheServerRefusesFailsTheStart() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision?filter=RAW({\"summary.loss\": 1})")
                .hasRootCauseInstanceOf(WandbBadRequestException.class);
    }

    @Test
    void aFilterThatIsNotJsonFailsTheStartAndIsQuoted() {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision?filter=RAW({\"state\": )")
                .hasStackTraceContaining("filter: The filter is no JSON at column");
    }

    @Test
    void twoRoutesThatWouldShareTheirPositionsAreRefusedUntilOneHasANameOfItsOwn() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow("first", "wandb:team/vision?offsetRepository=#offsets", received);

        assertThatThrownBy(
                        () -> follow("second", "wandb:team/vision?state=running&offsetRepository=#offsets", received))
                .hasMessageContainingAll("offsetName=team/vision is taken", "route first", "for route second");

        context.removeRoute("second");
        follow("third", "wandb:team/vision?offsetName=third&offsetRepository=#offsets", received);
        eventually(() -> assertThat(received.count()).isEqualTo(6));
        stop("first");
        follow("fourth", "wandb:team/vision?offsetRepository=#offsets", received);
    }

    @ParameterizedTest
    @ValueSource(strings = {"startFrom=soon", "startFrom=-3", "startFrom=1.5", "state=done", "createdAfter=yesterday"})
    void anOptionThatCannotBeUnderstoodFailsTheStartAndIsNamedWithItsValue(String option) {
        wandb.run("team/vision/r1");

        refusal("wandb:team/vision?" + option).hasStackTraceContaining("IllegalArgumentException: " + option + " is n");
    }

    @Test
    void aMissingPermissionFailsTheStart() {
        wandb.run("team/vision/r1");
        wandb.simulator().faults().add(Fault.status(403).on("Project"));

        refusal("wandb:team/vision").hasRootCauseInstanceOf(WandbPermissionException.class);
    }

    @Test
    void aServerThatDoesNotAnswerDoesNotFailTheStartAndReadinessSaysSo() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        wandb.simulator().faults().add(Fault.status(503));
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(health.resolveById("consumers"));

        follow("wandb:team/vision");
        eventually(() -> assertThat(readiness().getState()).isEqualTo(HealthCheck.State.DOWN));
        assertThat(readiness().getError().orElseThrow()).hasMessageContaining("503");
        assertThat(received.count()).isZero();
        wandb.simulator().faults().clear();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
        eventually(() -> assertThat(readiness().getState()).isEqualTo(HealthCheck.State.UP));
    }

    @Test
    void readinessNamesTheCauseWhileTheFirstPollWaitsForTheServer() throws Exception {
        wandb.run("team/vision/r1");
        wandb.simulator().faults().add(Fault.status(503).times(1));
        wandb.simulator().faults().add(Fault.hang());
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(health.resolveById("consumers"));

        follow("wandb:team/vision");

        assertThat(readiness().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(readiness().getMessage().orElseThrow()).contains("503");
        wandb.simulator().faults().clear();
    }

    private HealthCheck.Result readiness() {
        return HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getCheck().getId().equals("consumer:following"))
                .findFirst()
                .orElseThrow();
    }

    private AbstractThrowableAssert<?, ?> refusal(String uri) {
        return assertThatThrownBy(() -> follow(uri));
    }

    @Test
    void aServerThatDoesNotCountRunsIsFollowedWithAFilterToo() throws Exception {
        wandb.run("team/vision/r1").group("ours").logs(0, 3);
        String refusal =
                "{\"errors\":[{\"message\":\"Cannot query field \\\"runCount\\\" on type \\\"Project\\\".\"}]}";
        wandb.simulator().faults().add(Fault.status(400, refusal).on("RunCount"));
        wandb.simulator().faults().add(Fault.status(400, refusal).on("CountedRuns"));

        follow("wandb:team/vision?group=ours");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }
}
