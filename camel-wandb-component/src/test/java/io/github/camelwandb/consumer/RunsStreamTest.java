// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsStreamTest extends FollowingTestSupport {

    private static final String RUNS = "wandb:team/vision?stream=runs";

    @TempDir
    Path folder;

    private List<String> messages() {
        return received.all().stream()
                .map(message -> message.runId() + " " + message.headers().get(WandbConstants.EVENT))
                .toList();
    }

    private Run lastBody() {
        return (Run) received.all().get(received.count() - 1).body();
    }

    private void eventuallyTold(String... expected) {
        eventually(() -> assertThat(messages()).containsExactly(expected));
    }

    private String stored(String uri) {
        return uri + "&offsetPath=" + folder.resolve("offsets");
    }

    /** What no listing shows is believed to be gone after two answers half a minute apart. */
    private void eventuallyGone(int messages, String last) {
        asTimeFlies(Duration.ofSeconds(31), () -> {
            assertThat(messages()).hasSize(messages).endsWith(last);
        });
    }

    @Test
    void aRunAppearsChangesAndEnds() throws Exception {
        wandb.simulator().project("team/vision");
        follow(RUNS);
        afterPolls(1);
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        eventuallyTold("r1 appeared");
        run.tags("good");
        eventuallyTold("r1 appeared", "r1 changed");
        assertThat(lastBody().tags()).containsExactly("good");
        run.failed();
        eventuallyTold("r1 appeared", "r1 changed", "r1 ended");

        Received.Arrived end = received.all().get(2);
        assertThat(lastBody().state().value()).isEqualTo("failed");
        assertThat(end.headers())
                .containsEntry(WandbConstants.RUN_ID, "r1")
                .containsEntry(WandbConstants.RUN_STATE, "failed");
    }

    @Test
    void rowsAndSignsOfLifeAreNoChange() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 3);
        follow(RUNS);
        eventuallyTold("r1 appeared");

        run.logs(3, 9).console("a line");

        afterPolls(3);
        run.notes("look at this");
        eventuallyTold("r1 appeared", "r1 changed");
        assertThat(lastBody().notes()).isEqualTo("look at this");
    }

    @Test
    void tagsInAnotherOrderAreNoChange() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").tags("a", "b");
        follow(RUNS);
        eventuallyTold("r1 appeared");

        run.tags("b", "a");
        afterPolls(3);
        run.tags("b", "c");

        eventuallyTold("r1 appeared", "r1 changed");
        assertThat(lastBody().tags()).containsExactly("b", "c");
    }

    @Test
    void aRunThatHasEndedAlreadyAppearsAndEnds() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3).finished();

        follow(RUNS);

        eventuallyTold("r1 appeared", "r1 ended");
        afterPolls(3);
        assertThat(messages()).hasSize(2);
    }

    @Test
    void aRunThatIsResumedChangesAndEndsAgain() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").finished();
        follow(RUNS);
        eventuallyTold("r1 appeared", "r1 ended");

        run.running();
        eventuallyTold("r1 appeared", "r1 ended", "r1 changed");
        run.killed();

        eventuallyTold("r1 appeared", "r1 ended", "r1 changed", "r1 ended");
    }

    @Test
    void startingFromTheLatestTellsOnlyWhatFollows() throws Exception {
        SimulatedRun old = wandb.run("team/vision/old");
        wandb.run("team/vision/older").finished();
        follow(RUNS + "&startFrom=latest");
        afterPolls(3);
        assertThat(received.count()).isZero();

        wandb.run("team/vision/young");
        eventuallyTold("young appeared");
        old.finished();

        eventuallyTold("young appeared", "old ended");
    }

    @Test
    void aRunOfTheFirstListingIsNotForgottenWhereTheProcessDiesRightAfterIt() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        AtomicBoolean isDead = new AtomicBoolean();
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public void setState(String key, String value) {
                if (isDead.get()) {
                    throw new IllegalStateException("simulated");
                }
                super.setState(key, value);
                isDead.set(key.endsWith("|baseline"));
            }
        });
        follow(RUNS + "&startFrom=latest&state=running&offsetRepository=#offsets");
        eventually(() -> assertThat(isDead.get()).isTrue());
        stop("following");
        isDead.set(false);
        run.finished(); // the filter hides it from now on

        context.getRouteController().startRoute("following");

        eventuallyTold("r1 ended");
    }

    @Test
    void aRunThatIsDeletedDisappearsWithWhatWasKnownOfIt() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").displayName("the first").tags("a");
        wandb.run("team/vision/r2");
        follow(RUNS);
        eventually(() -> assertThat(messages()).containsExactlyInAnyOrder("r1 appeared", "r2 appeared"));

        run.delete();

        eventuallyGone(3, "r1 disappeared");
        assertThat(lastBody().displayName()).isEqualTo("the first");
        assertThat(lastBody().tags()).containsExactly("a");
        clock.advance(Duration.ofSeconds(31));
        afterPolls(6);
        assertThat(messages()).hasSize(3);
    }

    @Test
    void aRunThatIsDeletedAfterItsEndDisappearsAtTheNextFullSweep() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").finished();
        follow(RUNS);
        eventuallyTold("r1 appeared", "r1 ended");

        run.delete();

        eventuallyGone(3, "r1 disappeared"); // the time between sweeps passes, too
    }

    @Test
    void aRunThatIsDeletedWhileNobodyLooksDisappearsOnceThereIsALookAgain() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").displayName("the first");
        wandb.run("team/vision/r2");
        follow(stored(RUNS));
        eventually(() -> assertThat(messages()).hasSize(2));
        stop("following");
        run.delete();

        context.getRouteController().startRoute("following");

        eventuallyGone(3, "r1 disappeared");
        assertThat(lastBody().displayName()).isEqualTo("the first");
    }

    @Test
    void aRunThatIsCreatedAnewAppearsAgain() throws Exception {
        wandb.run("team/vision/r1").created(clock.instant().minusSeconds(60));
        follow(RUNS);
        eventuallyTold("r1 appeared");

        wandb.run("team/vision/r1").created(clock.instant().minusSeconds(30));

        eventuallyTold("r1 appeared", "r1 appeared");
    }

    @Test
    void nothingIsToldTwiceAfterARestartAndWhatHappenedMeanwhileIs() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").notes("x=1\n");
        wandb.run("team/vision/r2").finished();
        follow(stored(RUNS));
        eventually(() -> assertThat(messages()).hasSize(3));
        stop("following");
        run.crashed();
        wandb.run("team/vision/r3").finished();

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(messages()).hasSize(6));
        assertThat(messages().subList(3, 6)).containsExactlyInAnyOrder("r1 ended", "r3 appeared", "r3 ended");
        assertThat(messages().indexOf("r3 appeared")).isLessThan(messages().indexOf("r3 ended"));
        afterPolls(3);
        assertThat(messages()).hasSize(6);
    }

    @Test
    void aMessageThatTheRouteCouldNotHandleHoldsThatRunOnlyAndIsToldAgain() throws Exception {
        wandb.run("team/vision/r1").finished();
        wandb.run("team/vision/r2").finished();
        AtomicInteger attempts = new AtomicInteger();
        follow("failing", RUNS, exchange -> {
            if ("r1".equals(exchange.getMessage().getHeader(WandbConstants.RUN_ID)) && attempts.getAndIncrement() < 3) {
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });

        eventually(() -> assertThat(messages()).hasSize(4));
        assertThat(messages().stream().filter(message -> message.startsWith("r1")))
                .containsExactly("r1 appeared", "r1 ended");
    }

    @Test
    void anEndWhoseDeliveryFailedIsToldAlsoIfTheRunWasResumedMeanwhileEvenAcrossARestart() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        AtomicBoolean isDown = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        follow("following", stored(RUNS), exchange -> {
            if (isDown.get()) {
                failures.incrementAndGet();
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        eventuallyTold("r1 appeared");
        isDown.set(true);
        run.failed();
        eventually(() -> assertThat(failures.get()).isPositive());
        run.running();
        afterPolls(3);
        stop("following");

        isDown.set(false);
        context.getRouteController().startRoute("following");

        eventuallyTold("r1 appeared", "r1 ended", "r1 changed");
        assertThat(((Run) received.all().get(1).body()).state().value()).isEqualTo("failed");
    }

    @Test
    void whatIsOfRowsOnlyIsRefused() {
        assertThatThrownBy(() -> follow("batches", RUNS + "&rowsPerExchange=10", received))
                .hasMessageContaining(
                        "rowsPerExchange=10 is for stream=history only: with stream=runs each message stands alone");
        assertThatThrownBy(() -> follow("steps", RUNS + "&startFrom=7", received))
                .hasMessageContaining("startFrom=7 is for stream=history only");
    }

    @Test
    void runsThatAreAllDeletedWhileNobodyLooksDisappearToo() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").displayName("the only one");
        follow(stored(RUNS));
        eventuallyTold("r1 appeared");
        stop("following");
        run.delete();

        context.getRouteController().startRoute("following");

        eventuallyGone(2, "r1 disappeared");
        assertThat(lastBody().displayName()).isEqualTo("the only one");
    }

    /** What a kill leaves is what was stored, and the run may look as before by the next start. */
    @Test
    void whatIsToBeToldIsStoredBeforeItIsTold() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        AtomicReference<String> entry = new AtomicReference<>("");
        context.getRegistry().bind("offsets", new MemoryStateRepository() {
            @Override
            public void setState(String key, String value) {
                super.setState(key, value);
                if (key.endsWith("|r1")) {
                    entry.set(value);
                }
            }
        });
        List<String> stored = new CopyOnWriteArrayList<>();
        follow("following", RUNS + "&offsetRepository=#offsets", exchange -> {
            stored.add(entry.get());
            received.process(exchange);
        });
        eventuallyTold("r1 appeared");
        run.failed();

        eventuallyTold("r1 appeared", "r1 ended");
        assertThat(stored.get(0)).contains("APPEARED");
        assertThat(stored.get(1)).contains("ENDED");
    }

    @Test
    void notesThatTheRouteRefusedAreToldAfterARestart() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1");
        AtomicBoolean isDown = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        follow("following", stored(RUNS), exchange -> {
            if (isDown.get()) {
                failures.incrementAndGet();
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        eventuallyTold("r1 appeared");
        isDown.set(true);
        run.notes("look at this");
        eventually(() -> assertThat(failures.get()).isPositive());
        stop("following");

        isDown.set(false);
        context.getRouteController().startRoute("following");

        eventuallyTold("r1 appeared", "r1 changed");
        assertThat(lastBody().notes()).isEqualTo("look at this");
    }
}
