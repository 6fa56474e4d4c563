// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told beside the history, at a server whose replicas still show now and then what was there before. */
class LaggingReplicasTest extends FollowingTestSupport {

    private static final Instant OLD = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant YOUNG = OLD.plusSeconds(60);

    @TempDir
    Path folder;

    private SimulatedRun run(Instant created) {
        return wandb.run("team/vision/r1").created(created);
    }

    private void measures(SimulatedRun run, int value) {
        run.console("line " + value).systemMetrics(Map.of("system.cpu", value));
    }

    private String uri(String stream) {
        return "wandb:team/vision?stream=" + stream + "&offsetPath=" + folder.resolve("offsets");
    }

    private List<Object> events() {
        return received.all().stream()
                .map(message -> message.headers().get(WandbConstants.EVENT))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs", "system"})
    void aListingOfTheRunThatHadTheIdBeforeBeginsNothingAnew(String stream) throws Exception {
        SimulatedRun run = run(YOUNG);
        measures(run, 0);
        follow(uri(stream));
        eventually(() -> assertThat(received.count()).isEqualTo(1));

        for (int i = 1; i <= 3; i++) {
            run.created(OLD);
            afterPolls(2);
            clock.advance(Duration.ofSeconds(16));
            afterPolls(2);
            run.created(YOUNG);
            measures(run, i);
            int all = i + 1;
            eventually(() -> assertThat(received.count()).isEqualTo(all));
        }

        afterPolls(3);
        assertThat(received.count()).isEqualTo(4);
    }

    @Test
    void aRunThatIsListedAsTheOneThatHadItsIdBeforeDoesNotAppearAgain() throws Exception {
        SimulatedRun run = run(YOUNG);
        follow(uri("runs"));
        eventually(() -> assertThat(events()).containsExactly("appeared"));

        for (int i = 0; i < 3; i++) {
            run.created(OLD);
            afterPolls(2);
            clock.advance(Duration.ofSeconds(16));
            afterPolls(2);
            run.created(YOUNG);
            afterPolls(2);
        }
        run.finished();

        eventually(() -> assertThat(events()).containsExactly("appeared", "ended"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "logs", "system"})
    void aListingOfTheRunThatHadTheIdBeforeBeginsNothingAnewAfterARestart(String stream) throws Exception {
        SimulatedRun run = run(YOUNG);
        measures(run, 0);
        follow(uri(stream));
        eventually(() -> assertThat(received.count()).isEqualTo(1));
        afterPolls(2);
        stop("following");
        run.created(OLD);

        context.getRouteController().startRoute("following");
        afterPolls(3);
        run.created(YOUNG);
        measures(run, 1);
        run.finished();

        eventually(() -> assertThat(received.count()).isEqualTo(2));
        afterPolls(3);
        assertThat(received.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "logs", "system"})
    void aRunThatWasCreatedBeforeTheOneThatIsKnownIsAnotherIfItStays(String stream) throws Exception {
        SimulatedRun run = run(YOUNG);
        measures(run, 0);
        follow(uri(stream));
        eventually(() -> assertThat(received.count()).isEqualTo(1));

        run.created(OLD);

        eventuallyAsTimePasses(() -> assertThat(received.count()).isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RunLogPage", "RunLogTail"})
    void aConsoleOfTheRunThatHadTheIdBeforeIsNotThatOfTheNewOne(String operation) throws Exception {
        SimulatedRun run = run(OLD).console("old 0", "old 1", "old 2");
        follow(uri("logs"));
        eventually(() -> assertThat(received.count()).isEqualTo(3));
        wandb.simulator()
                .faults()
                .add(Fault.status(200, """
                    {"data":{"project":{"run":{"createdAt":"%s","logLines":{"edges":[
                      {"node":{"number":0,"line":"old 0"}},{"node":{"number":1,"line":"old 1"}},
                      {"node":{"number":2,"line":"old 2"}}],"pageInfo":{"endCursor":"c"}}}}}}
                    """.formatted(OLD)).on(operation).times(2));
        if (operation.equals("RunLogTail")) {
            wandb.simulator()
                    .faults()
                    .add(Fault.errors("Unknown argument useImprovedPagination").on("RunLogPage"));
        }

        run.delete();
        run(YOUNG).console("new 0");

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(4));
        run(YOUNG).console("new 1");
        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(5));
        assertThat(received.all())
                .extracting(Received.Arrived::text)
                .containsExactly("old 0", "old 1", "old 2", "new 0", "new 1");
    }

    @Test
    void systemMetricsOfTheRunThatHadTheIdBeforeAreNotThoseOfTheNewOne() throws Exception {
        run(OLD).systemMetrics(Map.of("old", 1));
        follow(uri("system"));
        eventually(() -> assertThat(received.count()).isEqualTo(1));
        wandb.simulator()
                .faults()
                .add(Fault.status(200, """
                    {"data":{"project":{"run":{"createdAt":"%s","eventsLineCount":2,"events":[
                      "{\\"_timestamp\\":1,\\"old\\":1}","{\\"_timestamp\\":2,\\"old\\":1}"]}}}}
                    """.formatted(OLD))
                        .on("RunSystemMetrics")
                        .times(1));

        run(OLD).delete();
        run(YOUNG).systemMetrics(Map.of("young", 1)).finished();

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isGreaterThan(1));
        afterPolls(3);
        assertThat(received.all()).hasSize(2);
        assertThat(received.all().get(1).text()).contains("young");
    }

    @Test
    void whereToStartIsNotTakenFromTheHistoryOfTheRunThatHadTheIdBefore() throws Exception {
        SimulatedRun run = run(YOUNG).logs(0, 5);
        answersOnce("RunLastStep", """
                {"historyKeys":{"lastStep":900}}""");
        answersOnce("RunHistory", """
                {"createdAt":"%s","history":["{\\"_step\\":900,\\"_timestamp\\":1}"]}""".formatted(OLD));
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(3);
        clock.advance(Duration.ofMinutes(1));
        afterPolls(10);

        run.logs(5, 8);

        eventually(() -> assertThat(received.stepsOf("r1")).contains(7L));
        assertThat(received.stepsOf("r1")).containsExactly(5L, 6L, 7L);
        assertThat(events).isEmpty();
    }

    private void answersOnce(String operation, String run) {
        wandb.simulator()
                .faults()
                .add(Fault.status(200, "{\"data\":{\"project\":{\"run\":" + run + "}}}")
                        .on(operation)
                        .times(1));
    }

    @Test
    void whereToStartIsNotTakenFromTheSystemMetricsOfTheRunThatHadTheIdBefore() throws Exception {
        SimulatedRun run = run(YOUNG).systemMetrics(Map.of("passed", 1));
        wandb.simulator()
                .faults()
                .add(Fault.status(200, """
                    {"data":{"project":{"run":{"createdAt":"%s","eventsLineCount":1,"events":[
                      "{\\"_timestamp\\":1,\\"old\\":1}"]}}}}
                    """.formatted(OLD))
                        .on("RunSystemMetrics")
                        .times(1));
        follow(uri("system") + "&startFrom=latest");
        afterPolls(3);

        run.systemMetrics(Map.of("young", 1)).finished();

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isPositive());
        afterPolls(3);
        assertThat(received.all())
                .singleElement()
                .satisfies(row -> assertThat(row.text()).contains("young"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "logs", "system"})
    void aRunThatIsCreatedAnewIsToldAtOnce(String stream) throws Exception {
        clock.stop();
        SimulatedRun run = run(OLD);
        measures(run, 0);
        follow(uri(stream));
        eventually(() -> assertThat(received.count()).isEqualTo(1));

        run.created(YOUNG);

        eventually(() -> assertThat(received.count()).isEqualTo(2));
    }

    private void answersThreeOldSystemMetrics(int times) {
        wandb.simulator()
                .faults()
                .add(Fault.status(200, """
                    {"data":{"project":{"run":{"createdAt":"%s","eventsLineCount":3,"events":[
                      "{\\"_timestamp\\":1,\\"old\\":0}","{\\"_timestamp\\":2,\\"old\\":1}",
                      "{\\"_timestamp\\":3,\\"old\\":2}"]}}}}
                    """.formatted(OLD))
                        .on("RunSystemMetrics")
                        .times(times));
    }

    @Test
    void systemMetricsOfBeforeARewindAreNotTakenForThoseThatAreCountedSince() throws Exception {
        SimulatedRun run = run(OLD).logs(0, 10);
        for (int i = 0; i < 3; i++) {
            run.systemMetrics(Map.of("old", i));
        }
        follow(uri("system"));
        eventually(() -> assertThat(received.count()).isEqualTo(3));
        answersThreeOldSystemMetrics(1);

        run.rewind(3);
        run.systemMetrics(Map.of("young", 1)).finished();

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(4));
        assertThat(received.all().get(3).text()).contains("young");
    }

    @Test
    void systemMetricsOfBeforeARewindDoNotHideThoseThatWereCountedWhenTheyWereFirstRead() throws Exception {
        run(OLD).systemMetrics(Map.of("young", 1)).finished();
        answersThreeOldSystemMetrics(2);

        follow(uri("system"));

        asTimeFlies(Duration.ofMinutes(1), () -> assertThat(received.count()).isEqualTo(4));
        assertThat(received.all().get(3).text()).contains("young");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RunLogPage", "RunLogTail"})
    void aConsoleOfBeforeARewindIsNotTakenForTheOneThatIsCountedSince(String operation) throws Exception {
        SimulatedRun run = run(OLD).logs(0, 10).console("old 0", "old 1", "old 2");
        follow(uri("logs"));
        eventually(() -> assertThat(received.count()).isEqualTo(3));
        wandb.simulator()
                .faults()
                .add(Fault.status(200, """
                    {"data":{"project":{"run":{"createdAt":"%s","logLines":{"edges":[
                      {"node":{"number":0,"line":"old 0"}},{"node":{"number":1,"line":"old 1"}},
                      {"node":{"number":2,"line":"old 2"}}],"pageInfo":{"endCursor":"c"}}}}}}
                    """.formatted(OLD)).on(operation).times(2));

        run.rewind(3);
        run.console("young 0").finished();

        asTimeFlies(
                Duration.ofMinutes(1),
                () -> assertThat(received.all())
                        .extracting(Received.Arrived::text)
                        .contains("young 0"));
    }

    @Test
    void aConsoleThatWasNeverToldAsFarAsItWasCountedIsFoundToHaveBegunAnew() throws Exception {
        SimulatedRun run = run(OLD).logs(0, 10).console("old 0", "old 1", "old 2");
        for (String operation : List.of("RunLogPage", "RunLogTail")) {
            wandb.simulator().faults().add(Fault.status(200, """
                        {"data":{"project":{"run":{"createdAt":"%s","logLines":{"edges":[
                          {"node":{"number":0,"line":"old 0"}},{"node":{"number":1,"line":"old 1"}}],
                          "pageInfo":{"endCursor":"c"}}}}}}
                        """.formatted(OLD)).on(operation));
        }
        follow(uri("logs"));
        eventually(() -> assertThat(received.count()).isEqualTo(2));

        run.rewind(3);
        run.console("young 0").finished();
        wandb.simulator().faults().clear();

        asTimeFlies(
                Duration.ofMinutes(1),
                () -> assertThat(received.all())
                        .extracting(Received.Arrived::text)
                        .contains("young 0"));
    }

    @Test
    void anEarlierSignOfLifeOfARunThatHasEndedIsNoOtherEnd() throws Exception {
        SimulatedRun run = run(OLD).finished().heartbeat(YOUNG);
        follow(uri("runs") + "&fullSweepInterval=0");
        eventually(() -> assertThat(events()).containsExactly("appeared", "ended"));

        run.heartbeat(OLD);
        afterPolls(2);
        run.heartbeat(null);
        afterPolls(2);
        run.heartbeat(YOUNG);
        afterPolls(2);
        assertThat(events()).containsExactly("appeared", "ended");
        run.heartbeat(YOUNG.plusSeconds(1));

        eventually(() -> assertThat(events()).containsExactly("appeared", "ended", "ended"));
    }

    @Test
    void whatARunWasBeforeItWasChangedAfterItsEndIsNoReasonToTellItsEndAgain() throws Exception {
        SimulatedRun run = run(OLD).finished().tags("b").heartbeat(YOUNG);
        follow(uri("runs") + "&fullSweepInterval=0");
        eventually(() -> assertThat(events()).containsExactly("appeared", "ended"));

        betweenTwoLooks(() -> run.tags("a").heartbeat(OLD));
        eventually(() -> assertThat(events()).containsExactly("appeared", "ended", "changed"));
        betweenTwoLooks(() -> run.tags("b").heartbeat(YOUNG));

        eventually(() -> assertThat(events()).hasSize(4));
        assertThat(events()).containsExactly("appeared", "ended", "changed", "changed");
    }
}
