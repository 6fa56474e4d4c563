// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbRunEvent.Kind;
import io.github.camelwandb.simulator.Fault;
import java.util.List;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that are resumed after W&B has exported what they had logged, and shows it no more. */
class ExportedRunsTest extends AttemptsTestSupport {

    private void followToTheEnd() throws Exception {
        run.logs(0, 100).simulated().finished();
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        follow("wandb:team/vision?offsetRepository=#offsets");
        eventually(() -> assertThat(received.count()).isEqualTo(100));
        afterPolls(3);
    }

    private void hideExportBelow(long step) {
        run.simulated().exportBelow(step).hideExport();
    }

    private void resume() {
        run.simulated().running();
    }

    private void eventuallyOnceAndInOrder(int rows) {
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, rows)));
        timePasses();
        assertThat(received.count()).isEqualTo(rows);
        assertThat(told()).isEmpty();
    }

    @Test
    void aResumedRunGoesOnBehindRowsThatAreOnlyInTheExport() throws Exception {
        followToTheEnd();

        hideExportBelow(100);
        resume();
        for (int from = 100; from < 200; from += 25) {
            run.logs(from, from + 25);
            eventuallyOnceAndInOrder(from + 25);
        }
        run.simulated().finished();

        eventuallyOnceAndInOrder(200);
    }

    @Test
    void anAnswerThatIsNotOfTheServerDoesNotSayThatThereIsNoExport() throws Exception {
        followToTheEnd();
        wandb.simulator()
                .faults()
                .add(Fault.status(200, "<html>a proxy</html>")
                        .on("parquetHistory")
                        .times(1));

        hideExportBelow(100);
        resume();
        run.logs(100, 125);

        eventuallyOnceAndInOrder(125);
    }

    @Test
    void aResumedRunGoesOnAfterARestart() throws Exception {
        followToTheEnd();

        stop("following");
        hideExportBelow(100);
        resume();
        run.logs(100, 120);
        context.getRouteController().startRoute("following");

        eventuallyOnceAndInOrder(120);
    }

    @Test
    void aRestartBetweenTheTwoLooksForTheHiddenRowsIsNoRewrite() throws Exception {
        followToTheEnd();

        hideExportBelow(100);
        resume();
        run.logs(100, 120);
        afterPolls(3);
        assertThat(received.count()).isEqualTo(100);
        stop("following");
        context.getRouteController().startRoute("following");
        timePasses();
        stop("following");
        run.logs(120, 130).simulated().finished();
        context.getRouteController().startRoute("following");

        eventuallyOnceAndInOrder(130);
    }

    @Test
    void aRunOfWhichOnlyTheFirstRowsAreHiddenGoesOn() throws Exception {
        followToTheEnd();

        hideExportBelow(60);
        resume();
        run.logs(100, 120);
        eventuallyOnceAndInOrder(120);
        run.logs(120, 130).simulated().finished();

        eventuallyOnceAndInOrder(130);
    }

    @Test
    void aResumedRunThatIsExportedAgainIsNoRewrite() throws Exception {
        followToTheEnd();
        hideExportBelow(100);
        resume();
        run.logs(100, 120);
        eventuallyOnceAndInOrder(120);

        run.simulated().finished().exportBelow(120);
        timePasses();
        resume();
        run.logs(120, 130).simulated().finished();

        eventuallyOnceAndInOrder(130);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunOfWhichFewerLinesAreCountedOnceItIsExportedIsNotAskedForWithoutEnd(boolean ends) throws Exception {
        run.logs(0, 100);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(100));
        afterPolls(3);
        hideExportBelow(100);
        run.simulated().countsLines(90);
        if (ends) {
            run.simulated().finished();
        }
        timePasses();
        timePasses();
        int reads = wandb.simulator().requests("history").size();

        timePasses();

        assertThat(wandb.simulator().requests("history")).hasSize(reads);
        assertThat(held()).isZero();
        resume();
        run.simulated().countsTruly();
        run.logs(100, 125);
        eventuallyOnceAndInOrder(125);
    }

    private long held() {
        return WandbConsumer.of(context)
                .mapToLong(consumer -> consumer.following().held().size())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103})
    void aRunThatEndsAgainAfterItWasExportedIsNotHeldForLinesThatAreDoneWithout(int counted) throws Exception {
        boolean hasGap = counted > 100;
        run.logs(0, 100).simulated().countsLines(counted).finished();
        follow("wandb:team/vision" + (hasGap ? "" : "?startFrom=50"));
        eventually(() -> assertThat(received.stepsOf("r1")).contains(99L));
        timePasses();

        hideExportBelow(100);
        resume();
        run.logs(100, 120).simulated().countsLines(counted + 20);
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).contains(119L));
        run.simulated().finished();
        timePasses();

        assertThat(held()).isZero();
        assertThat(told()).isEqualTo(hasGap ? List.of(Kind.GAP) : List.of());
        assertThat(received.stepsOf("r1").stream().distinct()).isEqualTo(steps(hasGap ? 0 : 50, 120));
    }

    @Test
    void aRunThatShowsItsRowsLateAfterItWasExportedIsNotHeldForThem() throws Exception {
        followToTheEnd();

        hideExportBelow(100);
        resume();
        run.simulated().holdRows();
        run.logs(100, 120);
        eventuallyAsTimePasses(() -> assertThat(held()).isOne());
        run.simulated().releaseRows();

        eventuallyOnceAndInOrder(120);
        assertThat(held()).isZero();
        run.simulated().finished();
        timePasses();
        assertThat(held()).isZero();
    }

    /** Between two anchors some rows are hidden and others are shown. */
    @Test
    void aRunThatShowsItsRowsLateIsNotHeldForThemWhereNoAnchorIsAtTheEndOfTheHiddenRows() throws Exception {
        followToTheEnd();
        hideExportBelow(100);
        resume();
        for (int from = 100; from < 150; from += 10) {
            run.logs(from, from + 10);
            eventuallyOnceAndInOrder(from + 10);
        }

        run.simulated().holdRows();
        run.logs(150, 160);
        eventuallyAsTimePasses(() -> assertThat(held()).isOne());
        run.simulated().releaseRows();

        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).contains(159L));
        timePasses();
        assertThat(held()).isZero();
    }

    @Test
    void aRewindAboveTheHiddenRowsIsSeen() throws Exception {
        followToTheEnd();

        hideExportBelow(60);
        resume();
        run.rewinds(80).logs(81, 130);

        eventuallyStandingInTheSink(60);
        run.logs(130, 140);
        eventuallyAsTimePasses(() -> assertThat(received.stepsOf("r1")).contains(139L));
        assertThat(told()).containsExactly(Kind.REWRITTEN);
        assertThat(generations()).containsExactly(1, 2);
    }
}
