// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbEndpoint;
import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.store.RowShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What W&B counts, what it shows and what it has differ for a while, or for ever. */
class GapsTest extends FollowingTestSupport {

    // counts

    @Test
    void aCountThatRunsAheadForAMomentIsNoGap() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).countsLines(15);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        afterPolls(3);

        run.countsTruly();
        afterPolls(3);
        timePasses();

        assertThat(told()).isEmpty();
        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 10));
    }

    @Test
    void linesThatAreCountedAndNeverShownAreAGapThatIsToldOnce() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).countsLines(15);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));

        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);
        run.finished();
        timePasses();

        assertThat(told()).containsExactly(Kind.GAP);
        assertThat(received.stepsOf("r1").stream().distinct()).isEqualTo(steps(0, 10));
    }

    @Test
    void aCountThatIsNotSaidNowAndThenDoesNotPutOffTheLookForLateRows() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).hideSteps(3, 6);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(7));
        run.revealSteps();

        for (int i = 0; i < 12; i++) {
            clock.advance(Duration.ofSeconds(6));
            run.countsLines(0).heartbeat(clock.instant());
            afterPolls(2);
            run.countsTruly();
            afterPolls(2);
        }

        assertThat(received.stepsOf("r1").stream().distinct()).containsAll(steps(0, 10));
    }

    @Test
    void aCountThatGoesBackNowAndThenDoesNotPutOffTheLookForLateRows() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).hideSteps(3, 6);
        follow("wandb:team/vision?fullSweepInterval=0");
        eventually(() -> assertThat(received.count()).isEqualTo(7));
        run.revealSteps();

        for (int i = 0; i < 12; i++) {
            clock.advance(Duration.ofSeconds(6));
            run.countsLines(5).heartbeat(clock.instant());
            afterPolls(2);
            run.countsTruly();
            afterPolls(2);
        }

        assertThat(received.stepsOf("r1").stream().distinct()).containsAll(steps(0, 10));
    }

    @Test
    void whatIsHiddenForAMomentAtTheEndOfARunWithAGapIsNoOtherGap() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 200).countsLines(205);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(200));
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);

        run.hideSteps(50, 53).finished();
        afterPolls(5);
        assertThat(told()).containsExactly(Kind.GAP);
        run.revealSteps();
        timePasses();

        assertThat(told()).containsExactly(Kind.GAP);
        assertThat(late()).extracting(Received.Arrived::step).doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotShownAnyMoreAtTheEndOfARunWithAGapIsToldOnce() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 200).countsLines(205);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(200));
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.GAP));

        run.hideSteps(50, 53).finished();
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.GAP, Kind.GAP));
        timePasses();

        assertThat(told()).containsExactly(Kind.GAP, Kind.GAP);
        assertThat(late()).extracting(Received.Arrived::step).doesNotHaveDuplicates();
    }

    @Test
    void aCountThatLagsOrGoesBackReplaysNothing() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));

        run.countsLines(4);
        timePasses();
        run.logs(10, 12).countsTruly();

        eventually(() -> assertThat(received.stepsOf("r1")).contains(11L));
        timePasses();
        assertThat(received.stepsOf("r1").stream().distinct()).isEqualTo(steps(0, 12));
        assertThat(told()).doesNotContain(Kind.REWRITTEN);
    }

    @Test
    void ofARunThatHasEndedAllRowsComeWhereTooFewAreCountedForEver() throws Exception {
        wandb.run("team/vision/r1")
                .logs(0, 10)
                .logs(50_000, 50_010)
                .countsLines(10)
                .finished();
        List<Long> all = new ArrayList<>(steps(0, 10));
        all.addAll(steps(50_000, 50_010));

        follow("wandb:team/vision");

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).isEqualTo(all));
    }

    @Test
    void aCountThatIsAheadOfEachRowForAMomentIsNoGapWhereARunGrowsAllTheTime() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).countsLines(15);
        follow("wandb:team/vision");
        for (int rows = 10; rows < 100; rows += 10) {
            long all = rows;
            eventually(() -> assertThat(received.count()).isEqualTo(all));
            afterPolls(3);
            clock.advance(Duration.ofSeconds(11));
            run.countsLines(rows + 15).logs(rows, rows + 10);
        }

        assertThat(told()).isEmpty();
    }

    @Test
    void lateRowsOfARunThatGrewAllTheTimeComeOnceItRests() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 20).hideSteps(5, 8).countsLines(20);
        follow("wandb:team/vision");
        for (int rows = 20; rows < 120; rows += 10) {
            long read = rows - 3;
            eventually(() -> assertThat(received.count()).isEqualTo(read));
            afterPolls(3);
            clock.advance(Duration.ofSeconds(11));
            run.countsLines(rows + 10).logs(rows, rows + 10);
        }
        eventually(() -> assertThat(received.count()).isEqualTo(117));

        run.revealSteps();
        timePasses();
        timePasses();

        assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 7L);
        assertThat(told()).isEmpty();
    }

    // rows

    @Test
    void aRowFarBehindANewestStepOfTwoRowsIsNoGap() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).log(9, Map.of("loss", 1));
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(11));
        afterPolls(3);

        run.log(50_000, Map.of("loss", 1));

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).contains(50_000L));
        assertThat(told()).isEmpty();
    }

    @Test
    void oneRowThatIsHiddenForAMomentAndThenOthersAreNoRewrite() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);
        run.hideSteps(19, 20).logs(20, 22);
        afterPolls(5);

        run.revealSteps().hideSteps(0, 19);
        clock.advance(ENOUGH);
        afterPolls(5);
        run.revealSteps();
        timePasses();

        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 22));
        assertThat(told()).isEmpty();
    }

    @Test
    void rowsOfAHoleThatAreShownLaterAreDeliveredLate() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).hideSteps(5, 8);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(17));

        run.revealSteps();
        timePasses();

        assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 7L);
        assertThat(told()).isEmpty();
    }

    @Test
    void rowsOfAGapThatAreShownAfterAllAreDeliveredWhenTheRunEnds() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).hideSteps(5, 8);
        context.getRegistry().bind("offsets", new org.apache.camel.support.processor.state.MemoryStateRepository());
        follow("wandb:team/vision?offsetRepository=#offsets");
        eventually(() -> assertThat(received.count()).isEqualTo(17));
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);
        stop("following");
        context.getRouteController().startRoute("following");

        run.revealSteps().finished();
        timePasses();

        assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 7L);
    }

    @Test
    void rowsOfAGapThatAreShownMinutesAfterTheEndComeNevertheless() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 20).hideSteps(18, 20).finished();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(18));
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);

        run.revealSteps();
        asTimeFlies(
                Duration.ofMinutes(1), () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 20)));

        assertThat(told()).containsExactly(Kind.GAP);
    }

    @Test
    void rowsOfAGapBelowOthersThatAreShownMinutesAfterTheEndComeLateAlsoAfterARestart() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 20).hideSteps(5, 8).finished();
        context.getRegistry().bind("offsets", new org.apache.camel.support.processor.state.MemoryStateRepository());
        follow("wandb:team/vision?offsetRepository=#offsets");
        eventually(() -> assertThat(received.count()).isEqualTo(17));
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);
        stop("following");
        context.getRouteController().startRoute("following");

        run.revealSteps();

        asTimeFlies(
                Duration.ofMinutes(2),
                () -> assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 7L));
        assertThat(told()).containsExactly(Kind.GAP);
    }

    @Test
    void aGapOfARunThatEndedLongAgoIsLookedAtNoMore() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20).hideSteps(5, 8).finished();
        follow("wandb:team/vision");
        asTimeFlies(Duration.ofMinutes(4), () -> assertThat(told()).containsExactly(Kind.GAP));
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(4));
            readsOnceItRests();
        }
        int reads = readsOnceItRests();

        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(16));
            afterPolls(3);
        }

        assertThat(readsOnceItRests()).isEqualTo(reads);
    }

    @Test
    void aGapThatIsFoundLongAfterTheEndIsLookedAtOnceMoreOnly() throws Exception {
        wandb.run("team/vision/r1")
                .logs(0, 20)
                .hideSteps(5, 8)
                .finished()
                .heartbeat(clock.instant().minus(Duration.ofHours(1)));
        wandb.run("team/vision/r2").logs(0, 1); // by whose sign of life the time is known
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> afterPolls(3)).on("history").times(20)); // it is listed while it is read
        follow("wandb:team/vision");
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.GAP));
        wandb.simulator().faults().clear();
        int reads = readsOnceItRests();

        clock.advance(Duration.ofMinutes(16));
        int more = readsOnceItRests();
        clock.advance(Duration.ofMinutes(16));

        assertThat(more).isGreaterThan(reads);
        assertThat(readsOnceItRests()).isEqualTo(more);
    }

    private int readsOnceItRests() {
        int before;
        do {
            before = wandb.simulator().requests("history").size();
            afterPolls(5);
        } while (wandb.simulator().requests("history").size() > before);
        return before;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whatWasDoneWithoutIsLookedForAgainWhereALookFails(int skipped) throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).hideSteps(5, 8);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(17));
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);

        wandb.simulator()
                .faults()
                .add(Fault.status(403).on("history").after(skipped).times(1));
        run.revealSteps().finished();

        asTimeFlies(
                Duration.ofMinutes(5),
                () -> assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 7L));
    }

    @Test
    void rowsOfAGapThatAreShownOneAfterTheOtherOnceTheRunHasEndedAreAllDelivered() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").holdRows().logs(0, 20);
        follow("wandb:team/vision");
        afterPolls(3);
        timePasses();
        assertThat(told()).containsExactly(Kind.GAP);

        run.hideSteps(0, 10).releaseRows().finished();
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(10, 20)));
        run.revealSteps();
        timePasses();

        eventually(() -> assertThat(late()).extracting(Received.Arrived::step).containsAll(steps(0, 10)));
    }

    @Test
    void twoLateRowsOfAStepThatAreTheSameBothCome() throws Exception {
        String row = "{\"_step\":6,\"loss\":1}";
        SimulatedRun run = wandb.run("team/vision/r1")
                .logs(0, 6)
                .logJson(row)
                .logJson(row)
                .logs(7, 20)
                .hideSteps(5, 8);
        follow("wandb:team/vision?maxInFlightPerRun=1");
        eventually(() -> assertThat(received.count()).isEqualTo(17));

        run.revealSteps();
        timePasses();

        assertThat(late()).extracting(Received.Arrived::step).contains(5L, 6L, 6L, 7L);
        assertThat(late().stream().filter(each -> each.step() == 6)).hasSize(2);
    }

    @Test
    void twoRowsOfAStepComeTogetherAndAThirdThatIsLateComesLate() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1")
                .log(0, Map.of("writer", "a"))
                .log(1, Map.of("writer", "a"))
                .log(1, Map.of("writer", "b"));
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.stepsOf("r1")).containsExactly(0L, 1L, 1L));

        run.log(1, Map.of("writer", "c"));
        timePasses();

        assertThat(received.all()).extracting(Received.Arrived::text).anyMatch(text -> text.contains("\"c\""));
        assertThat(late()).extracting(Received.Arrived::step).contains(1L);
        assertThat(told()).isEmpty();
    }

    @Test
    void tooFewLinesAreCountedForMinutesAndThenAllIsNoGap() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        afterPolls(3);

        run.countsLines(5);
        timePasses();
        run.countsTruly();
        timePasses();

        assertThat(received.stepsOf("r1").stream().distinct()).hasSize(10);
        assertThat(told()).isEmpty();
    }

    @Test
    void linesThatGoWhileTheyAreLookedForAreNoGap() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).countsLines(15);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        afterPolls(3);

        wandb.simulator()
                .faults()
                .add(Fault.before(() -> {
                            run.countsTruly();
                            afterPolls(3);
                        })
                        .on("history")
                        .after(1)
                        .times(1));
        clock.advance(ENOUGH);
        timePasses();

        assertThat(told()).isEmpty();
    }

    // exports

    @Test
    void aRunThatGoesOnAfterItsRowsAreOnlyInTheExportIsNoRewrite() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).finished();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        run.exportBelow(20).hideExport().running().logs(20, 25);
        timePasses();

        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 25));
        assertThat(told()).isEmpty();
    }

    @Test
    void aRewindIsSeenAlthoughAllRowsAreExportedMeanwhile() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).finished();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        clock.advance(ENOUGH);
        run.rewind(14).logs(15, 18).exportBelow(18);
        timePasses();

        assertThat(received.stepsOf("r1").stream().skip(20)).endsWith(15L, 16L, 17L);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void aRewindIsSeenAlthoughOlderRowsAreOnlyInTheExport() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).finished();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(20));
        afterPolls(3);

        clock.advance(ENOUGH);
        run.rewind(14).logs(15, 18).exportBelow(10).hideExport();
        timePasses();

        assertThat(received.stepsOf("r1").stream().skip(20)).containsSequence(15L, 16L, 17L);
        assertThat(told()).containsExactly(Kind.REWRITTEN);
    }

    @Test
    void lateRowsThatAreOnlyInTheExportHoldTheRun() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5).logs(6, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(19));
        afterPolls(3);

        run.logs(5, 6).finished().exportBelow(10).hideExport();
        timePasses();

        assertThat(told()).isEmpty();
        asTimeFlies(ENOUGH, () -> assertThat(held()).isEqualTo(1)); // it is tried again and again
    }

    @Test
    void lateRowsThatAreShownComeAlsoWhereOthersBesideThemAreOnlyInTheExport() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10).logs(11, 20);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(19));
        afterPolls(3);

        run.logs(10, 11).exportBelow(10).hideExport();
        timePasses();

        assertThat(late()).extracting(Received.Arrived::step).contains(10L);
        assertThat(late().size()).as("they come again once").isLessThan(10);
        assertThat(told()).isEmpty();
        asTimeFlies(ENOUGH, () -> assertThat(held()).isEqualTo(1)); // it is tried again and again
    }

    private int held() {
        return context.getEndpoints().stream()
                .filter(WandbEndpoint.class::isInstance)
                .mapToInt(endpoint -> ((WandbEndpoint) endpoint).getHeldRuns())
                .sum();
    }

    @Test
    void aRunWhoseRowsAreOnlyInTheExportIsHeldAndOthersFlow() throws Exception {
        wandb.run("team/vision/r1").logs(0, 20).finished().exportBelow(20).hideExport();
        wandb.run("team/vision/r2").logs(0, 3);

        follow("wandb:team/vision");
        timePasses();

        assertThat(received.stepsOf("r1")).isEmpty();
        assertThat(received.stepsOf("r2")).isEqualTo(steps(0, 3));
        assertThat(told()).isEmpty();
    }

    @Test
    void rowsThatLookOtherwiseOnceTheyAreExportedAreTheSameRows() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 20).log(20, Map.of("n", 3)).finished();
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(21));
        afterPolls(3);

        run.exportBelow(21).exportedAs(RowShape.values()).running().logs(21, 25);
        timePasses();

        assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 25));
        assertThat(told()).isEmpty();
    }

    // whole runs and projects

    @Test
    void aKeyThatIsRevokedForAWhileLosesNothing() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));

        wandb.simulator().revokeKey();
        run.logs(10, 15);
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofMinutes(11));
            afterPolls(1);
        }
        wandb.simulator().acceptKey();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 15)));
        assertThat(told()).isEmpty();
    }

    @Test
    void aDeletedRunIsGoneAfterTwoAnswers() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));

        run.delete();
        clock.advance(Duration.ofMinutes(11));
        afterPolls(3);
        assertThat(told()).isEmpty();
        timePasses();

        assertThat(told()).containsExactly(Kind.GONE);
    }

    @Test
    void aProjectThatIsCreatedAnewIsFollowedFromItsStart() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(10));

        wandb.simulator().deleteProject("team/vision");
        wandb.run("team/vision/r1").logs(0, 4);

        eventually(() -> assertThat(received.stepsOf("r1").stream().skip(10)).isEqualTo(steps(0, 4)));
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.GONE));
        eventually(() -> assertThat(context.getEndpoints().stream()
                        .filter(WandbEndpoint.class::isInstance)
                        .mapToInt(endpoint -> ((WandbEndpoint) endpoint).getRunsFollowed()))
                .containsExactly(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1})
    void rowsThatAreShownAndCountedAfterTheEndComeAlsoWhereTheFilterHidesTheRun(int hoursAhead) throws Exception {
        clock.advance(Duration.ofHours(hoursAhead)); // the server's may be another
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20);
        follow("wandb:team/vision?state=running");
        eventually(() -> assertThat(received.count()).isEqualTo(20));

        run.holdRows().countsLines(20).saysLastStep(19L);
        run.logs(20, 23).finished();
        eventually(() -> assertThat(WandbConsumer.of(context)
                        .mapToLong(consumer -> consumer.following().settled())
                        .sum())
                .isOne());
        afterPolls(5);
        clock.advance(Duration.ofSeconds(5));
        run.releaseRows().countsTruly();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 23)));
    }

    @Test
    void aCountThatIsTooLowEndsNoReading() throws Exception {
        wandb.run("team/vision/r1").logs(0, 8000).finished().countsLines(5);
        follow("wandb:team/vision?maxInFlightPerRun=10");

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 8000)));
    }

    @Test
    void aLateRowThatIsCountedAndHiddenWhenItIsReadComesOnceItIsShown() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 20).hideSteps(5, 8);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(17));
        afterPolls(3);
        AtomicInteger reads = new AtomicInteger();
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> {
                            switch (reads.incrementAndGet()) {
                                case 2 -> run.revealSteps(); // to be counted
                                case 3 -> run.hideSteps(5, 8);
                                default -> {}
                            }
                        })
                        .on("history"));
        timePasses();
        assertThat(reads.get()).isGreaterThanOrEqualTo(3);

        run.revealSteps().logs(20, 22).finished();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 22)));
    }

    @Test
    void withoutCountsRowsThatAreShownWhileTheRunIsReadComeAtItsEnd() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 500).countsLines(0);
        run.holdRows().logs(500, 1500); // but what its last step is can be seen
        AtomicInteger reads = new AtomicInteger();
        wandb.simulator()
                .faults()
                .add(Fault.before(() -> {
                            if (reads.incrementAndGet() == 2) {
                                run.releaseRows();
                            }
                        })
                        .on("history"));
        follow("wandb:team/vision");
        timePasses();

        run.finished();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(0, 1500)));
    }

    @Test
    void ofARunThatIsFollowedFromAStepRowsThatWereHiddenAtItsEndCome() throws Exception {
        SimulatedRun run =
                wandb.run("team/vision/r1").logs(0, 100).hideSteps(80, 100).finished();
        follow("wandb:team/vision?startFrom=50");
        eventually(() -> assertThat(received.count()).isEqualTo(30));
        afterPolls(5);

        run.revealSteps();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).isEqualTo(steps(50, 100)));
    }

    @Test
    void ofARunThatIsFollowedFromAStepRowsOfAHoleThatAreShownComeWhenItEnds() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100).hideSteps(60, 65);
        follow("wandb:team/vision?startFrom=50");
        eventually(() -> assertThat(received.count()).isEqualTo(45));
        afterPolls(5);

        run.revealSteps().finished();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).containsAll(steps(50, 100)));
        assertThat(received.stepsOf("r1")).allMatch(step -> step >= 50);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void linesThatARunThatHasEndedGetsLateComeThoughTheyAreHiddenForMinutes(boolean hasEndedLongAgo) throws Exception {
        Instant ended = Instant.parse("2026-11-27T10:00:00Z");
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 100).finished().heartbeat(ended);
        if (hasEndedLongAgo) { // by the time of the server
            wandb.run("team/vision/r2").logs(0, 1).heartbeat(ended.plusSeconds(3600));
        }
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.stepsOf("r1")).hasSize(100));
        timePasses();

        run.hideSteps(100, 104).logs(100, 104).heartbeat(ended);
        clock.advance(Duration.ofMinutes(11)); // to the next sweep
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(Kind.GAP));
        afterPolls(3);
        run.revealSteps();

        asTimeFlies(ENOUGH, () -> assertThat(received.stepsOf("r1")).contains(100L, 103L));
    }
}
