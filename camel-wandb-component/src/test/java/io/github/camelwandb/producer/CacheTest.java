// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.Sweep;
import io.github.camelwandb.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What {@code cacheTtl} answers again, and what ends that. */
class CacheTest extends OperatingTestSupport {

    private static final String RUN = "wandb:team/vision/r1";
    private static final String GET = RUN + "?operation=getRun&cacheTtl=30s";
    private static final String COUNT = "wandb:team/vision?operation=countRuns&cacheTtl=30s";

    private String name(String uri) {
        return answer(uri, Run.class).displayName();
    }

    private void named(String run, String name) {
        wandb.run("team/vision/" + run).displayName(name);
    }

    @Test
    void withoutTheOptionEachMessageAsks() {
        named("r1", "old");
        assertThat(name(RUN + "?operation=getRun")).isEqualTo("old");
        named("r1", "new");

        assertThat(name(RUN + "?operation=getRun")).isEqualTo("new");
        assertThat(name(GET)).isEqualTo("new");
        named("r1", "newest");
        assertThat(name(RUN + "?operation=getRun"))
                .as("although another endpoint caches")
                .isEqualTo("newest");
    }

    @Test
    void anAnswerIsGivenAgainUntilItIsTooOld() {
        named("r1", "old");
        assertThat(name(GET)).isEqualTo("old");
        named("r1", "new");

        clock.advance(Duration.ofSeconds(29));
        assertThat(name(GET)).isEqualTo("old");
        assertThat(requests("Run")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(2));
        assertThat(name(GET)).isEqualTo("new");
    }

    @Test
    void allSmallReadsAreCached() {
        wandb.run("team/vision/r1").sweep("s1");
        List<String> uris = List.of(
                GET,
                COUNT,
                "wandb:team/vision?operation=getProject&cacheTtl=30s",
                "wandb:team/vision?operation=getSweep&sweep=s1&cacheTtl=30s",
                "wandb:-/-?operation=viewer&cacheTtl=30s");
        List<Object> first = uris.stream().map(uri -> answer(uri, Object.class)).toList();
        wandb.simulator().forgetRequests();

        assertThat(uris.stream().map(uri -> answer(uri, Object.class))).isEqualTo(first);
        assertThat(wandb.simulator().requests()).isEmpty();
    }

    @Test
    void differentQuestionsHaveDifferentAnswers() {
        named("r1", "one");
        named("r2", "two");
        wandb.run("team/vision/r2").finished();

        assertThat(name(GET)).isEqualTo("one");
        assertThat(answer(GET, null, Map.of(WandbConstants.OVERRIDE_RUN_ID, "r2"))
                        .getMessage()
                        .getBody(Run.class)
                        .displayName())
                .isEqualTo("two");
        assertThat(answer(COUNT, Long.class)).isEqualTo(2);
        assertThat(answer(COUNT, null, Map.of(WandbConstants.FILTER, Map.of("state", "finished")))
                        .getMessage()
                        .getBody())
                .isEqualTo(1L);
        assertThat(answer(GET + "&metadata=true", Run.class)).isNotNull();
        assertThat(requests("RunFile")).isEqualTo(1);
    }

    @Test
    void anAgeInAFilterDoesNotMakeEachQuestionAnother() {
        named("r1", "one");
        String lately = COUNT + "&updatedAfter=7d";

        assertThat(answer(lately, Long.class)).isEqualTo(1);
        assertThat(answer(lately, Long.class)).isEqualTo(1);
        assertThat(requests("RunCount")).isEqualTo(1);
        answer(COUNT + "&updatedAfter=8d", Long.class);
        assertThat(requests("RunCount")).isEqualTo(2);
    }

    @Test
    void anErrorIsNotKept() {
        wandb.simulator().project("team/vision");
        refusal(GET, null, Map.of()).hasCauseInstanceOf(WandbNotFoundException.class);
        named("r1", "there");
        wandb.simulator().faults().add(Fault.status(503).on("Run").times(1));

        refusal(GET, null, Map.of()).hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(name(GET)).isEqualTo("there");
    }

    @Test
    void aWriteToTheRunByAnyEndpointOfTheContextIsSeen() {
        named("r1", "old");
        name(GET);

        answer(RUN + "?operation=updateRun", Map.of("displayName", "new"), Map.of());

        assertThat(name(GET)).isEqualTo("new");
        answer(
                "wandb:team/vision?operation=updateConfig",
                Map.of("lr", 1),
                Map.of(WandbConstants.OVERRIDE_RUN_ID, "r1"));
        assertThat(answer(GET, Run.class).config()).containsEntry("lr", 1);
    }

    @Test
    void aWriteThatFailedMayHaveBeenDoneAndIsSeenToo() {
        named("r1", "old");
        name(GET);
        named("r1", "new");
        wandb.simulator().faults().add(Fault.truncatedBody().on("UpdateRun"));

        refusal(RUN + "?operation=updateRun", Map.of("displayName", "other"), Map.of());

        assertThat(name(GET)).isNotEqualTo("old");
    }

    @Test
    void aWriteToOneRunLeavesWhatIsKnownOfOthersButNotTheCount() {
        named("r1", "one");
        named("r2", "two");
        name(GET);
        answer(COUNT, Long.class);
        wandb.simulator().forgetRequests();

        answer("wandb:team/vision/r2?operation=updateRun", Map.of("notes", "n"), Map.of());
        int before = requests("Run");

        name(GET);
        assertThat(requests("Run")).isEqualTo(before);
        answer(COUNT, Long.class);
        assertThat(requests("RunCount")).isEqualTo(1);
    }

    @Test
    void aNewRunIsCounted() {
        named("r1", "one");
        assertThat(answer(COUNT, Long.class)).isEqualTo(1);

        answer("wandb:team/vision?operation=createRun", null, Map.of());

        assertThat(answer(COUNT, Long.class)).isEqualTo(2);
    }

    @Test
    void aSweepThatWasCanceledIsCanceledAndItsRunsAreKilled() {
        wandb.run("team/vision/r1").sweep("s1");
        String sweep = "wandb:team/vision?operation=getSweep&sweep=s1&cacheTtl=30s";
        answer(sweep, Sweep.class);

        assertThat(answer(GET, Run.class).state().value()).isEqualTo("running");

        answer(RUN + "?operation=updateSweep&sweep=s1", "cancel", Map.of());

        assertThat(answer(sweep, Sweep.class).state()).isEqualTo("CANCELED");
        assertThat(answer(GET, Run.class).state().value()).isEqualTo("killed");
    }

    @Test
    void aDocumentOfTheRoutesOwnEndsAllThatIsKnown() {
        named("r1", "old");
        name(GET);
        named("r1", "new");

        answer("wandb:team/vision?operation=graphql", "query Q { viewer { username } }", Map.of());

        assertThat(name(GET)).isEqualTo("new");
    }

    @Test
    void flushForgetsAllAndLeavesTheBody() {
        named("r1", "old");
        name(GET);
        named("r1", "new");

        Exchange flushed = answer("wandb:team/vision?operation=flush", "body", Map.of());

        assertThat(flushed.getMessage().getBody()).isEqualTo("body");
        assertThat(name(GET)).isEqualTo("new");
        assertThat(answer("wandb:team/vision", null, Map.of(WandbConstants.OPERATION, "flush"))
                        .getMessage()
                        .getBody())
                .isNull();
    }

    @Test
    void whoAsksAtTheSameTimeAsksOnce() throws Exception {
        named("r1", "one");
        name(RUN + "?operation=getRun"); // the producer has started
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> {
                            asked.countDown();
                            await(go);
                        })
                        .on("Run"));
        wandb.simulator().forgetRequests();
        List<CompletableFuture<Exchange>> exchanges = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            exchanges.add(template.asyncSend(GET, exchange -> {}));
            if (i == 0) {
                await(asked);
            }
        }
        go.countDown();

        for (CompletableFuture<Exchange> exchange : exchanges) {
            assertThat(exchange.get(10, TimeUnit.SECONDS)
                            .getMessage()
                            .getBody(Run.class)
                            .displayName())
                    .isEqualTo("one");
        }
        assertThat(requests("Run")).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerUnderWayWhenARunIsWrittenIsNotKept() throws Exception {
        named("r1", "old");
        name(RUN + "?operation=getRun");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> {
                            asked.countDown();
                            await(go);
                        })
                        .on("Run")
                        .times(1));
        CompletableFuture<Exchange> reading = template.asyncSend(GET, exchange -> {});
        await(asked);
        answer(RUN + "?operation=updateRun", Map.of("displayName", "new"), Map.of());
        go.countDown();
        reading.get(10, TimeUnit.SECONDS);
        wandb.simulator().forgetRequests();

        assertThat(name(GET)).isEqualTo("new");
        assertThat(requests("Run")).isEqualTo(1);
    }

    @Test
    void aTimeBelowZeroIsRefused() {
        assertThatThrownBy(() -> send(RUN + "?operation=getRun&cacheTtl=-1", null, Map.of()))
                .hasStackTraceContaining("cacheTtl=-1 must be a time such as 30s");
    }
}
