// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {

    private static final ProjectPath VISION = new ProjectPath("team", "vision");
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Duration APART = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofHours(1);

    /** Longer than a narrowed listing looks back. */
    private static final Duration OUT_OF_SIGHT = Duration.ofMinutes(16);

    private final SettableClock clock = new SettableClock("2026-03-01T12:00:00Z");

    /** Signs of life are the server's, which may have another time. */
    private final SettableClock serverClock = new SettableClock("2026-02-01T00:00:00Z");

    @RegisterExtension
    final WandbSimulatorExtension wandb =
            WandbSimulatorExtension.create(WandbSimulator.builder().clock(serverClock));

    @RegisterExtension
    final Clients clients = new Clients();

    private Discovery discovery(RunFilter filter) {
        return discovery(null, filter);
    }

    private Discovery discovery(@Nullable String runId, RunFilter filter) {
        wandb.simulator().project("team/vision");
        return new Discovery(
                clients.builder(wandb.baseUrl(), wandb.apiKey()).maxAttempts(1).build(),
                VISION,
                runId,
                () -> filter,
                clock,
                SWEEP,
                APART);
    }

    private SimulatedRun run(String id) {
        return wandb.run("team/vision/" + id);
    }

    private List<String> runs(int count) {
        List<String> ids = IntStream.range(0, count).mapToObj(i -> "r" + i).toList();
        ids.forEach(this::run);
        return ids;
    }

    private static List<String> ids(Listing listing) {
        return listing.runs().stream().map(run -> run.path().runId()).toList();
    }

    private static List<String> poll(Discovery discovery, String... unsettled) {
        return ids(discovery.list(List.of(unsettled), false));
    }

    /** The requests of a poll. */
    private List<RecordedRequest> requestsOf(Runnable poll) {
        wandb.simulator().forgetRequests();
        poll.run();
        return wandb.simulator().requests();
    }

    // what a poll costs

    @Test
    void aSmallProjectIsListedWithOneRequestAPoll() {
        List<String> ids = runs(50);
        Discovery discovery = discovery(RunFilter.none());

        assertThat(requestsOf(() -> discovery.list(ids, true))).hasSize(1);
        assertThat(requestsOf(() -> assertThat(ids(discovery.list(ids, false))).hasSize(50)))
                .hasSize(1);
    }

    @Test
    void aThousandRunningRunsAreListedWithThreeRequestsAPoll() {
        List<String> ids = runs(1000);
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(ids, true);

        assertThat(requestsOf(() -> assertThat(ids(discovery.list(ids, false))).hasSameElementsAs(ids)))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aThousandRunsThatShowedNoLifeLatelyAreAskedForByIdWithThreeRequestsAPoll() {
        List<String> ids = runs(1000);
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(ids, true);

        assertThat(requestsOf(() -> assertThat(ids(discovery.list(ids, false)))
                        .containsAll(ids)
                        .contains("alive")))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void runsWeAreDoneWithCostNothing() {
        runs(1000);
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);

        assertThat(requestsOf(() -> assertThat(poll(discovery)).containsExactly("alive")))
                .hasSize(1);
    }

    // who is found

    @Test
    void aRunThatNoNarrowedListingShowsIsFoundAtTheNextFullSweep() {
        run("alive");
        run("old").finished();
        serverClock.advance(OUT_OF_SIGHT);
        run("alive").logs(0, 1);
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);
        run("old").rewind(0);

        clock.advance(SWEEP.minusSeconds(1));
        assertThat(poll(discovery)).containsExactly("alive");
        clock.advance(Duration.ofSeconds(1));
        assertThat(poll(discovery)).containsExactlyInAnyOrder("old", "alive");
        assertThat(poll(discovery)).containsExactly("alive");
    }

    @Test
    void everyRunIsListedWhereAllAreWanted() {
        run("old");
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);

        assertThat(ids(discovery.list(List.of(), true))).containsExactly("old", "alive");
    }

    @Test
    void aRunThatIsResumedShowsLifeAgain() {
        run("old").finished();
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);
        assertThat(poll(discovery)).containsExactly("alive");

        run("old").logs(0, 1);

        assertThat(poll(discovery)).containsExactlyInAnyOrder("old", "alive");
    }

    @Test
    void aFilterAdmitsARunAndDoesNotEndFollowingIt() {
        run("r1");
        run("r2");
        Discovery discovery = discovery(RunFilter.json("{\"state\":\"running\"}"));
        assertThat(poll(discovery)).containsExactly("r1", "r2");

        run("r1").finished();

        assertThat(poll(discovery, "r1", "r2")).containsExactlyInAnyOrder("r1", "r2");
        assertThat(poll(discovery, "r2")).containsExactly("r2");
    }

    @Test
    void aFullListingForAnotherReasonPutsOffNoSweep() {
        run("r1");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);

        clock.advance(SWEEP.minusSeconds(1));
        assertThat(discovery.list(List.of(), true).isSweep()).isFalse();
        clock.advance(Duration.ofSeconds(1));

        assertThat(discovery.list(List.of(), true).isSweep()).isTrue();
    }

    @Test
    void aClockThatWasSetBackDelaysNoFullSweep() {
        run("old");
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);

        clock.advance(LONG.negated());

        assertThat(poll(discovery)).containsExactly("old", "alive");
    }

    // whether narrowing is to be trusted

    @Test
    void narrowingGoesOnWhenTheRunThatShowedLifeLastIsDeleted() {
        run("old");
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        serverClock.advance(Duration.ofSeconds(30));
        run("newest");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);

        run("newest").delete();

        assertThat(poll(discovery)).containsExactly("old", "alive");
        assertThat(poll(discovery)).containsExactly("alive");
    }

    @Test
    void anOutageIsFollowedByAFullSweep() {
        run("old");
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);
        wandb.simulator().faults().add(Fault.status(503).times(1));

        assertThatThrownBy(() -> poll(discovery)).isInstanceOf(WandbUnavailableException.class);

        assertThat(poll(discovery)).containsExactly("old", "alive");
        assertThat(poll(discovery)).containsExactly("alive");
    }

    @Test
    void aServerThatFailsAtEachNarrowedListingIsAskedForAllAtEachPollFromThenOn() {
        run("old");
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);
        wandb.simulator().faults().add(Fault.status(500).on("Runs"));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> poll(discovery)).isInstanceOf(WandbUnavailableException.class);
            assertThat(poll(discovery)).containsExactly("old", "alive");
        }

        assertThat(poll(discovery)).containsExactly("old", "alive");
        assertThat(poll(discovery)).containsExactly("old", "alive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Runs", "CountedRuns"})
    void whatTheServerRefusesIsTriedAgainAfterAWhile(String operation) {
        run("old");
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);
        wandb.simulator()
                .faults()
                .add(Fault.status(400, "{\"errors\":[{\"message\":\"not now\"}]}")
                        .on(operation));
        for (int i = 0; i < 5; i++) {
            discovery.list(List.of(), true);
            discovery.list(List.of(), false);
        }
        wandb.simulator().faults().clear();
        assertThat(requestsOf(() -> assertThat(poll(discovery)).containsExactly("old", "alive")))
                .hasSize(1);

        clock.advance(LONG);

        poll(discovery);
        assertThat(poll(discovery)).containsExactly("alive");
    }

    /** A proxy's page says nothing of what the server can do. */
    @ParameterizedTest
    @ValueSource(ints = {302, 400})
    void narrowingGoesOnAfterAnOutageInWhichSomebodyElseAnswered(int status) {
        run("old");
        serverClock.advance(OUT_OF_SIGHT);
        run("alive");
        Discovery discovery = discovery(RunFilter.none());
        discovery.list(List.of(), true);
        wandb.simulator().faults().add(Fault.status(status, "<html>maintenance</html>"));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> poll(discovery)).isInstanceOf(WandbException.class);
        }

        wandb.simulator().faults().clear();
        assertThat(poll(discovery)).containsExactly("alive");
        clock.advance(SWEEP);
        assertThat(poll(discovery)).containsExactly("old", "alive");

        assertThat(poll(discovery)).containsExactly("alive");
    }

    @Test
    void aLookForManyRunsThatTheServerFailsAtHoldsUpNoListing() {
        run("r1");
        run("r2").finished();
        Discovery discovery = discovery(RunFilter.json("{\"state\":\"running\"}"));
        wandb.simulator().faults().add(Fault.status(500).on("Runs"));

        assertThat(ids(discovery.list(List.of("r1", "r2"), true))).containsExactly("r1", "r2");
    }

    // who is gone

    private static Set<String> gone(Discovery discovery, String... unsettled) {
        return discovery.list(List.of(unsettled), false).gone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"state\":\"running\"}"})
    void aDeletedRunIsGoneAfterTwoAnswersThatAreApart(String filter) {
        run("r1").delete();
        run("r2");
        Discovery discovery = discovery(RunFilter.json(filter));

        assertThat(gone(discovery, "r1", "r2")).isEmpty();
        assertThat(gone(discovery, "r1", "r2")).isEmpty();
        clock.advance(APART);
        assertThat(gone(discovery, "r1", "r2")).containsExactly("r1");
        assertThat(gone(discovery, "r1", "r2")).containsExactly("r1");
    }

    @Test
    void aClockThatWasSetBackMakesNoRunGone() {
        run("r1").delete();
        Discovery discovery = discovery(RunFilter.none());
        assertThat(gone(discovery, "r1")).isEmpty();

        clock.advance(LONG.negated());

        assertThat(gone(discovery, "r1")).isEmpty();
        clock.advance(APART);
        assertThat(gone(discovery, "r1")).containsExactly("r1");
    }

    @Test
    void aRunThatShowsUpAgainIsNotGone() {
        run("r1").delete();
        Discovery discovery = discovery(RunFilter.none());
        assertThat(gone(discovery, "r1")).isEmpty();
        clock.advance(APART);
        run("r1");
        assertThat(gone(discovery, "r1")).isEmpty();

        run("r1").delete();
        assertThat(gone(discovery, "r1")).isEmpty();
        clock.advance(APART);
        assertThat(gone(discovery, "r1")).containsExactly("r1");
        run("r1");

        assertThat(discovery.list(List.of("r1"), false)).satisfies(listing -> {
            assertThat(ids(listing)).containsExactly("r1");
            assertThat(listing.gone()).isEmpty();
        });
    }

    @Test
    void aDeletedRunThatIsAskedForOnlyNowAndThenIsGoneAfterTwoAnswers() {
        run("r1").delete();
        Discovery discovery = discovery(RunFilter.none());

        assertThat(gone(discovery, "r1")).isEmpty();
        assertThat(gone(discovery)).isEmpty();
        clock.advance(LONG);
        assertThat(gone(discovery)).isEmpty();

        assertThat(gone(discovery, "r1")).containsExactly("r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"state\":\"running\"}"})
    void aRunThatIsListedBetweenTwoAnswersIsNotGone(String filter) {
        run("r1").delete();
        Discovery discovery = discovery(RunFilter.json(filter));
        assertThat(gone(discovery, "r1")).isEmpty();
        run("r1").finished();
        assertThat(gone(discovery, "r1")).isEmpty();

        run("r1").delete();
        clock.advance(LONG);

        assertThat(gone(discovery, "r1")).isEmpty();
    }

    @Test
    void aRevokedKeyDeletesNothing() {
        run("r1").delete();
        Discovery discovery = discovery(RunFilter.none());
        gone(discovery, "r1");
        clock.advance(APART);

        wandb.simulator().faults().add(Fault.status(401).on("Run").times(1));
        assertThatThrownBy(() -> gone(discovery, "r1")).isInstanceOf(WandbAuthenticationException.class);
        wandb.simulator().faults().add(Fault.status(403).on("Run").times(1));
        assertThatThrownBy(() -> gone(discovery, "r1")).isInstanceOf(WandbPermissionException.class);
        wandb.simulator()
                .faults()
                .add(Fault.status(200, "{\"data\":{\"project\":null}}")
                        .on("Run")
                        .times(1));
        assertThatThrownBy(() -> gone(discovery, "r1")).isInstanceOf(WandbNotFoundException.class);
        wandb.simulator().faults().add(Fault.status(404).on("Run").times(1));
        assertThatThrownBy(() -> gone(discovery, "r1")).isInstanceOf(WandbNotFoundException.class);

        assertThat(gone(discovery, "r1")).containsExactly("r1");
    }

    @Test
    void aRunThatTheServerFailsAtHoldsUpNoListingAndIsNotGone() {
        run("r1").delete();
        run("r2");
        Discovery discovery = discovery(RunFilter.none());
        wandb.simulator().faults().add(Fault.status(502).on("Run"));

        for (int i = 0; i < 3; i++) {
            Listing listing = discovery.list(List.of("r1", "r2"), false);
            assertThat(ids(listing)).containsExactly("r2");
            assertThat(listing.gone()).isEmpty();
            clock.advance(APART);
        }
    }

    @Test
    void manyRunsThatAreNotThereAreAskedForInTurnSomeInOneRequest() {
        List<String> lost = IntStream.range(0, 250).mapToObj(i -> "lost" + i).toList();
        Discovery discovery = discovery(RunFilter.none());

        for (int i = 0; i < 3; i++) {
            assertThat(requestsOf(() -> discovery.list(lost, false))).hasSizeLessThanOrEqualTo(3);
        }
        clock.advance(APART);
        discovery.list(lost, false);
        discovery.list(lost, false);

        assertThat(discovery.list(lost, false).gone()).hasSameElementsAs(lost);
    }

    @Test
    void whereTheyCanOnlyBeAskedForSinglyItIsSomeAtEachPoll() {
        List<String> lost = IntStream.range(0, 50).mapToObj(i -> "lost" + i).toList();
        Discovery discovery = discovery(RunFilter.none());
        wandb.simulator().faults().add(Fault.status(400).on("RunsById"));

        for (int i = 0; i < 3; i++) {
            assertThat(requestsOf(() -> discovery.list(lost, false))).hasSizeLessThanOrEqualTo(23);
        }
        clock.advance(APART);
        discovery.list(lost, false);
        discovery.list(lost, false);

        assertThat(discovery.list(lost, false).gone()).hasSameElementsAs(lost);
    }

    @Test
    void aRunThatAnAnswerAboutSeveralSaysNothingOfIsNotGone() {
        Discovery discovery = discovery(RunFilter.none());
        wandb.simulator()
                .faults()
                .add(Fault.status(200, "{\"data\":{\"project\":{\"run_0\":null,\"run_2\":{\"name\":\"r2\"}}}}")
                        .on("RunsById"));
        gone(discovery, "r0", "r1", "r2");
        clock.advance(APART);

        Listing listing = discovery.list(List.of("r0", "r1", "r2"), false);

        assertThat(ids(listing)).containsExactly("r2");
        assertThat(listing.gone()).containsExactly("r0");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 502})
    void aServerThatFailsAtSeveralRunsInOneRequestIsAskedSingly(int status) {
        List<String> lost = List.of("lost0", "lost1");
        Discovery discovery = discovery(RunFilter.none());
        wandb.simulator().faults().add(Fault.status(status).on("RunsById"));

        discovery.list(lost, false);
        clock.advance(APART);

        assertThat(discovery.list(lost, false).gone()).hasSameElementsAs(lost);
    }

    @Test
    void aServerThatFailsAtNamesIsAskedForThemAgainAfterAWhile() {
        run("r1");
        run("r2").finished();
        Discovery discovery = discovery(RunFilter.json("{\"state\":\"running\"}"));
        wandb.simulator().faults().add(Fault.status(500).on("Runs"));

        for (int i = 0; i < 3; i++) {
            assertThat(ids(discovery.list(List.of("r1", "r2"), true))).containsExactly("r1", "r2");
        }
        assertThat(wandb.simulator().requests("Runs")).hasSize(1);
        clock.advance(APART);

        discovery.list(List.of("r1", "r2"), true);
        assertThat(wandb.simulator().requests("Runs")).hasSize(2);
    }

    // an endpoint with a run id

    @Test
    void oneRunIsAskedForWithOneRequest() {
        run("r1");
        run("r2");
        Discovery discovery = discovery("r1", RunFilter.none());

        assertThat(requestsOf(() -> assertThat(poll(discovery, "r1")).containsExactly("r1")))
                .hasSize(1);
    }

    @Test
    void oneRunIsGoneAfterTwoAnswersThatAreApart() {
        run("r1").delete();
        Discovery discovery = discovery("r1", RunFilter.none());

        assertThat(gone(discovery, "r1")).isEmpty();
        assertThat(gone(discovery, "r1")).isEmpty();
        clock.advance(APART);
        assertThat(gone(discovery, "r1")).containsExactly("r1");
    }

    @Test
    void oneRunThatTheFilterNoLongerAdmitsIsFollowed() {
        run("r1");
        Discovery discovery = discovery("r1", RunFilter.json("{\"state\":\"running\"}"));
        assertThat(poll(discovery)).containsExactly("r1");

        run("r1").finished();

        assertThat(poll(discovery)).isEmpty();
        assertThat(poll(discovery, "r1")).containsExactly("r1");
    }

    // stopping

    @Test
    void aListingIsCalledOffWhileItWaits() {
        runs(3);
        Discovery discovery = discovery(RunFilter.none());
        wandb.simulator().faults().add(Fault.hang());
        CompletableFuture<Listing> polling = CompletableFuture.supplyAsync(() -> discovery.list(List.of(), true));

        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            discovery.cancel();
            return polling.isDone();
        });

        assertThat(polling.handle((listing, failure) -> failure).join())
                .hasRootCauseInstanceOf(CancellationException.class);
        wandb.simulator().faults().clear();
        assertThat(poll(discovery)).hasSize(3);
    }

    // ten thousand

    @Test
    void tenThousandRunsAreFoundOnceEach() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            expected.add("r" + i);
            run("r" + i);
            if (i % 10 == 0 && (i < 3000 || i > 6500)) { // those between are of one time
                serverClock.advance(Duration.ofSeconds(1));
            }
        }
        Discovery discovery = discovery(RunFilter.none());

        List<Run> runs = new ArrayList<>();
        assertThat(requestsOf(() -> runs.addAll(discovery.list(List.of(), true).runs())))
                .hasSizeLessThanOrEqualTo(30);

        assertThat(runs).extracting(run -> run.path().runId()).containsExactlyElementsOf(expected);
    }
}
