// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class FollowHistoryTest extends FollowingTestSupport {

    @Test
    void aRowBecomesAMessageWithItsRunAndItsKeys() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").displayName("first try");
        run.logJson("{\"_step\":7,\"_timestamp\":1700000000.5,\"loss\":0.25,\"a\":{\"b\":1.0},\"_wandb\":{\"x\":1}}");

        follow("wandb:team/vision");

        eventually(() -> assertThat(received.count()).isEqualTo(1));
        Received.Arrived row = received.only();
        assertThat(row.body()).isInstanceOf(HistoryRow.class);
        String key = (String) row.headers().get(WandbConstants.ROW_KEY);
        assertThat(key).matches("team/vision/r1/1/7/[0-9a-f]{16}");
        assertThat(row.text())
                .isEqualTo("{\"_entity\":\"team\",\"_project\":\"vision\",\"_rowKey\":\"" + key
                        + "\",\"_runId\":\"r1\",\"_step\":7,\"_timestamp\":1700000000.5,\"a.b\":1,\"loss\":0.25}");
        assertThat(row.headers())
                .containsEntry(WandbConstants.ENTITY, "team")
                .containsEntry(WandbConstants.PROJECT, "vision")
                .containsEntry(WandbConstants.RUN_ID, "r1")
                .containsEntry(WandbConstants.RUN_NAME, "first try")
                .containsEntry(WandbConstants.RUN_STATE, "running")
                .containsEntry(WandbConstants.STEP, 7L)
                .containsEntry(WandbConstants.GENERATION, 1)
                .containsEntry(WandbConstants.ROW_ID, "team/vision/r1/7")
                .containsEntry(WandbConstants.TIMESTAMP, 1_700_000_000_500L)
                .containsEntry(Exchange.MESSAGE_TIMESTAMP, 1_700_000_000_500L);
    }

    @Test
    void rowsThatAreLoggedWhileTheRunIsFollowedArriveOnceAndInOrder() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        run.logs(0, 5);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 5)));

        run.logs(5, 8);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 8)));
        run.logs(8, 12);
        run.finished();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 12)));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(12);
    }

    @Test
    void allRunsOfTheProjectAreFollowedAndNewOnesToo() throws Exception {
        wandb.run("team/vision/r1").logs(0, 1500);
        wandb.run("team/vision/r2").logs(0, 30).finished();
        wandb.run("team/other/r3").logs(0, 3);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(1530));

        wandb.run("team/vision/r4").logs(0, 10);

        eventually(() -> assertThat(received.stepsOf("r4")).isEqualTo(steps(0, 10)));
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 1500));
        assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 30));
        assertThat(received.count()).isEqualTo(1540);
    }

    @Test
    void moreRunsThanMayBeReadAtOnceTakeTurns() throws Exception {
        for (int i = 0; i < 20; i++) {
            wandb.run("team/vision/r" + i).logs(0, 25);
        }

        follow("wandb:team/vision?maxConcurrentRuns=2");

        eventually(() -> assertThat(received.count()).isEqualTo(500));
        for (int i = 0; i < 20; i++) {
            assertThat(received.stepsOf("r" + i)).isEqualTo(steps(0, 25));
        }
    }

    @Test
    void sparseStepsAreAllFound() throws Exception {
        wandb.run("team/vision/r1").log(0, Map.of("loss", 1)).log(3_000_000, Map.of("loss", 2));

        follow("wandb:team/vision");

        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(0L, 3_000_000L));
        assertThat(wandb.simulator().requests("history")).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void stepsThatAreTimesAreFoundWithFewRequests() throws Exception {
        long now = 1_800_000_000_000_000L;
        wandb.run("team/vision/r1")
                .log(0, Map.of("loss", 1))
                .log(now, Map.of("loss", 2))
                .log(now + 1000, Map.of("loss", 3));

        follow("wandb:team/vision");

        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(0L, now, now + 1000));
        assertThat(wandb.simulator().requests("history")).hasSizeLessThanOrEqualTo(30);
    }

    @Test
    void aRunWithoutNewRowsCostsNoRequest() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        int requests = wandb.simulator().requests("history").size();

        afterPolls(5);

        assertThat(wandb.simulator().requests("history")).hasSize(requests);
    }

    @Test
    void aBatchHasConsecutiveRowsOfOneRunAndDoesNotWaitToFill() throws Exception {
        wandb.run("team/vision/r1").logs(0, 25);

        follow("wandb:team/vision?rowsPerExchange=10&includeRun=false");

        eventually(() -> assertThat(received.count()).isEqualTo(3));
        assertThat(received.all())
                .extracting(arrived -> ((HistoryBatch) arrived.body()).size())
                .containsExactly(10, 10, 5);
        assertThat(received.all())
                .extracting(arrived -> arrived.headers().get(WandbConstants.ROW_COUNT))
                .containsExactly(10, 10, 5);
        String text = received.all().stream().map(Received.Arrived::text).collect(Collectors.joining());
        assertThat(text.lines()).hasSize(25);
        assertThat(text).endsWith("}\n");
    }

    @Test
    void onlyTheMetricsInKeysAreKeptAndRowsWithoutThemPassedOver() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        run.log(0, Map.of("loss", 1, "noise", 9)).log(1, Map.of("noise", 9))
                .log(2, Map.of("eval", Map.of("acc", 0.5), "noise", 9)).log(
                3, Map.of("loss", 2, "eval", Map.of("acc", 0.75)));

        follow("any", "wandb:team/vision?keys=loss,eval.acc&includeRun=false", received);
        Received all = new Received();
        follow("all", "wandb:team/vision?keys=loss,eval.acc&keysMode=all&includeRun=false", all);

        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(0L, 2L, 3L));
        eventually(() -> assertThat(all.stepsOf("r1")).containsExactly(3L));
        assertThat((HistoryRow) received.all().get(1).body())
                .containsOnlyKeys("_step", "_timestamp", "_runtime", "eval.acc");
    }

    @Test
    void notANumberAppearsAsTheOptionSays() throws Exception {
        wandb.run("team/vision/r1").logJson("{\"_step\":0,\"x\":\"NaN\",\"y\":\"-Infinity\"}");

        for (String nonFinite : List.of("string", "null", "number")) {
            follow(nonFinite, "wandb:team/vision?includeRun=false&nonFinite=" + nonFinite, received);
            int expected = List.of("string", "null", "number").indexOf(nonFinite) + 1;
            eventually(() -> assertThat(received.count()).isEqualTo(expected));
        }

        assertThat(received.all())
                .extracting(Received.Arrived::text)
                .containsExactly(
                        "{\"_step\":0,\"x\":\"NaN\",\"y\":\"-Infinity\"}",
                        "{\"_step\":0,\"x\":null,\"y\":null}",
                        "{\"_step\":0,\"x\":NaN,\"y\":-Infinity}");
    }

    @Test
    void aFilterAdmitsARunAndDoesNotEndFollowingIt() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        wandb.run("team/vision/r2").logs(0, 3).failed();
        follow("wandb:team/vision?state=running");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));

        run.logs(3, 6);
        run.finished();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 6)));
        assertThat(received.stepsOf("r2")).isEmpty();
    }

    @Test
    void anEndpointOfOneRunFollowsItAndAsksForNoOther() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        wandb.run("team/vision/r2").logs(0, 3);

        follow("wandb:team/vision/r1");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
        run.logs(3, 5).finished();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 5)));
        assertThat(received.count()).isEqualTo(5);
        assertThat(wandb.simulator().requests("runs")).isEmpty();
    }

    @Test
    void anEndpointOfOneRunThatIsNotThereYetWaitsForIt() throws Exception {
        wandb.simulator().project("team/vision");
        follow("wandb:team/vision/r1");
        eventually(() -> assertThat(wandb.simulator().requests("Run")).isNotEmpty());

        wandb.run("team/vision/r1").logs(0, 3);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    @Test
    void anEndpointOfOneRunTakesItOnlyIfTheFilterAdmitsIt() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        follow("wandb:team/vision/r1?tags=good");
        afterPolls(3);
        assertThat(received.count()).isZero();

        run.tags("good");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
    }

    @Test
    void maxMessagesPerPollBoundsWhatOnePollStarts() throws Exception {
        wandb.run("team/vision/r1").logs(0, 30);

        follow("wandb:team/vision?maxMessagesPerPoll=10");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 30)));
        assertThat(wandb.simulator().requests("runs")).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void rowsThatAreNotSelectedTakeNothingOfWhatOnePollMayStart() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3000).log(3000, Map.of("rare", 1));

        // the second poll would be in an hour
        follow("wandb:team/vision?keys=rare&maxMessagesPerPoll=1&delay=3600000");

        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(3000L));
    }

    @Test
    void aRunThatIsResumedAfterItsEndIsFollowedAlsoIfTheFilterHidesItByThen() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").tags("good").logs(0, 3);
        wandb.run("team/vision/r2").tags("good").logs(0, 3);
        follow("wandb:team/vision?tags=good");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
        run.finished();
        timePasses(); // nobody is to come back to it
        run.tags("bad");

        run.running().logs(3, 6);

        asTimeFlies(
                Duration.ofMinutes(2), () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 6)));
    }

    @Test
    void aRunThatWasDeletedAfterItsEndIsAskedForOnceInEachOfTwoFullSweeps() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        wandb.run("team/vision/r2").logs(0, 3);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 3)));
        run.finished();
        timePasses();
        run.delete();
        int asked = wandb.simulator().requests("Run").size();

        for (int sweep = 1; sweep <= 3; sweep++) {
            clock.advance(Duration.ofMinutes(11));
            afterPolls(10);

            assertThat(wandb.simulator().requests("Run")).hasSize(asked + Math.min(sweep, 2));
        }
    }

    @Test
    void rowsThatAreTooLongForWhatARunMayHoldAreReadOnlyOnceTheRouteHasTakenThoseBefore() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        for (int step = 0; step < 9; step++) {
            run.log(step, Map.of("text", "x".repeat(600_000)));
        }
        Semaphore taken = new Semaphore(0);

        follow("following", "wandb:team/vision?maxConcurrentRuns=1000000", exchange -> {
            taken.acquire();
            received.process(exchange);
        });

        eventually(() -> assertThat(taken.hasQueuedThreads()).isTrue());
        afterPolls(3);
        assertThat(wandb.simulator().requests("history")).hasSize(1);
        taken.release(9);
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 9)));
    }
}
