// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept in {@code offsetPath} outlives the route. */
class RestartTest extends FollowingTestSupport {

    @TempDir
    Path directory;

    private String following(String more) {
        return "wandb:team/vision?offsetPath=" + directory.resolve("offsets.db") + more;
    }

    private void restart() throws Exception {
        stop("following");
        context.getRouteController().startRoute("following");
    }

    @Test
    void aRouteGoesOnBehindWhatHasCompleted() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 50);
        follow(following("&maxInFlightPerRun=10"));
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        stop("following");
        run.logs(50, 80);
        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 80)));
        restart();
        afterPolls(3);
        assertThat(received.count()).isEqualTo(80);
    }

    @Test
    void aRunThatLeftTheFilterMeanwhileIsReadToItsEnd() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        follow(following("&state=running"));
        eventually(() -> assertThat(received.count()).isEqualTo(5));

        stop("following");
        run.logs(5, 9).finished();
        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 9)));
    }

    @Test
    void soIsOneOfWhichItWasNotKnownYetWhereItStarts() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        wandb.run("team/vision/r2").logs(0, 5);
        wandb.simulator().faults().add(Fault.status(502).on("historyKeys").forRun("r1"));
        follow(following("&state=running&startFrom=latest"));
        afterPolls(2);

        stop("following");
        wandb.simulator().faults().clear();
        run.logs(5, 9).finished();
        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).containsAll(steps(5, 9)));
    }

    /** The last rows of a run may be shown half a minute after its end. */
    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1H"})
    void theLastRowsOfARunThatHasJustEndedComeAlsoWhereTheClockOfTheServerHadLeaptAhead(Duration ahead)
            throws Exception {
        wandb.run("team/vision/r2").logs(0, 5).heartbeat(Instant.now().plus(ahead));
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        follow(following("&state=running"));
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 5)));
        run.finished();
        afterPolls(3);

        stop("following");
        run.logs(5, 9).finished();
        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 9)));
    }

    @Test
    void theLastRowsComeAlsoSomePollsAfterARestartWhereTheClockOfTheServerHadLeaptAhead() throws Exception {
        wandb.run("team/vision/r2").logs(0, 5).heartbeat(Instant.now().plus(Duration.ofHours(1)));
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 5);
        follow(following("&state=running"));
        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 5)));
        run.finished();
        afterPolls(3);

        restart();
        afterPolls(5);
        run.logs(5, 9).finished();

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 9)));
    }

    @Test
    void aRunThatWasReadToItsEndIsNotAskedForAgain() throws Exception {
        wandb.run("team/vision/r1").logs(0, 5).finished();
        follow(following(""));
        eventually(() -> assertThat(received.count()).isEqualTo(5));
        afterPolls(3);

        stop("following");
        wandb.simulator().forgetRequests();
        context.getRouteController().startRoute("following");
        afterPolls(3);

        assertThat(wandb.simulator().requests("history")).isEmpty();
        assertThat(received.count()).isEqualTo(5);
    }

    @Test
    void aRewindWhileTheRouteWasStoppedIsSeen() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 50);
        follow(following(""));
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        stop("following");
        run.rewind(20).logs(21, 60);
        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(59L));
        assertThat(received.stepsOf("r1").get(50)).isLessThanOrEqualTo(21);
    }

    @Test
    void aFileThatIsNotOursStopsTheRouteAndIsLeftAsItIs() throws Exception {
        wandb.run("team/vision/r1").logs(0, 5);
        Files.writeString(directory.resolve("offsets.db"), "something else");

        assertThatThrownBy(() -> follow(following(""))).hasStackTraceContaining("offsets.db");

        assertThat(directory.resolve("offsets.db")).hasContent("something else");
        assertThat(received.count()).isZero();
    }

    @Test
    void twoPlacesForPositionsAreRefused() {
        wandb.run("team/vision/r1");
        context.getRegistry().bind("offsets", new MemoryStateRepository());

        assertThatThrownBy(() -> follow(following("&offsetRepository=#offsets")))
                .hasStackTraceContaining("are both set");
    }

    @Test
    void anIntervalBelowZeroIsRefused() {
        wandb.run("team/vision/r1");

        assertThatThrownBy(() -> follow(following("&offsetCommitInterval=-1")))
                .hasStackTraceContaining("offsetCommitInterval=-1");
    }
}
