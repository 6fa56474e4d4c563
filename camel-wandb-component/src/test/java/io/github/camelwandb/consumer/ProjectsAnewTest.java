// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects that are created anew under their name, at a server of two replicas: one of them shows the old one still. */
class ProjectsAnewTest extends FollowingTestSupport {

    private static final Pattern LISTING = Pattern.compile("\"operationName\":\"(Counted|All)?Runs\"");

    /** The replica that shows the new project; the other one is {@link #wandb}. */
    @RegisterExtension
    final WandbSimulatorExtension renewed = WandbSimulatorExtension.create();

    @TempDir
    Path folder;

    /** In front of both. */
    private WireMockServer server;

    private SimulatedRun old;
    private SimulatedRun young;

    @Override
    protected WandbComponent component() {
        server = new WireMockServer(options().dynamicPort());
        server.start();
        WandbComponent component = super.component();
        component.getConfiguration().setBaseUrl(server.baseUrl());
        return component;
    }

    @BeforeEach
    void begin() {
        renewed.simulator().project("team/another"); // takes the id that the old one has
        old = wandb.run("team/vision/old");
        young = renewed.run("team/vision/young");
        shows(wandb.simulator());
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    private void shows(WandbSimulator replica) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(replica.baseUrl())));
    }

    @Override
    int listings() {
        return (int) server.getAllServeEvents().stream()
                .filter(event ->
                        LISTING.matcher(event.getRequest().getBodyAsString()).find())
                .count();
    }

    private String uri(String stream) {
        return "wandb:team/vision?stream=" + stream + "&offsetPath=" + folder.resolve("offsets");
    }

    private void logs(SimulatedRun run, long step) {
        run.logs(step, step + 1).console("line " + step);
    }

    private List<String> appearances() {
        return received.all().stream()
                .map(message -> message.runId() + " " + message.headers().get(WandbConstants.EVENT))
                .toList();
    }

    private long arrived(String runId) {
        return received.all().stream()
                .filter(message -> message.runId().equals(runId))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "logs"})
    void runsOfTheOldProjectAreGoneOnceOnlyTheNewOneIsShownForAWhileAndThoseOfTheNewOneAreToldAtOnce(String stream)
            throws Exception {
        logs(old, 0);
        follow(uri(stream));
        eventually(() -> assertThat(arrived("old")).isEqualTo(1));

        for (int i = 0; i < 3; i++) {
            int rows = i + 1;
            logs(young, i);
            shows(renewed.simulator());
            eventually(() -> assertThat(arrived("young")).isEqualTo(rows));
            afterPolls(3);
            clock.advance(Duration.ofSeconds(16));
            logs(old, rows);
            shows(wandb.simulator());
            eventually(() -> assertThat(arrived("old")).isEqualTo(1 + rows));
            afterPolls(3);
            clock.advance(Duration.ofSeconds(16));
        }
        assertThat(events).isEmpty();

        shows(renewed.simulator());
        eventuallyAsTimePasses(() -> assertThat(events).isNotEmpty());
        timePasses();
        assertThat(told()).containsExactly(WandbRunEvent.Kind.GONE);
        assertThat(events.get(0).run().runId()).isEqualTo("old");
        assertThat(received.count()).isEqualTo(7);
    }

    @Test
    void aRunOfTheOldProjectIsNotHeldForEverWhereTheNewOneHasOneOfItsId() throws Exception {
        wandb.run("team/vision/young").logs(0, 5);
        logs(old, 0);
        logs(young, 0);
        wandb.simulator().faults().add(Fault.status(400).forRun("young"));
        follow(uri("history") + "&startFrom=latest");
        eventually(() -> assertThat(held()).containsExactly("young"));

        shows(renewed.simulator());

        eventually(() -> assertThat(arrived("young")).isEqualTo(1));
        eventuallyAsTimePasses(() -> assertThat(told()).containsExactly(WandbRunEvent.Kind.GONE));
        assertThat(held()).isEmpty();
    }

    private List<String> held() {
        return WandbConsumer.of(context)
                .flatMap(consumer -> consumer.following().held().stream())
                .map(run -> run.run().runId())
                .toList();
    }

    @Test
    void runsThatWentWithTheOldProjectDisappear() throws Exception {
        wandb.run("team/vision/ended").finished();
        follow(uri("runs"));
        eventually(() -> assertThat(appearances()).hasSize(3));

        shows(renewed.simulator());

        eventually(() -> assertThat(appearances()).hasSize(4).endsWith("young appeared"));
        eventuallyAsTimePasses(() -> assertThat(appearances()).hasSize(6));
        assertThat(appearances().subList(4, 6)).containsExactlyInAnyOrder("old disappeared", "ended disappeared");
        timePasses();
        assertThat(appearances()).hasSize(6);
    }

    @Test
    void runsThatWentWithTheOldProjectWhileNobodyLookedDisappear() throws Exception {
        old.displayName("the old one");
        follow(uri("runs"));
        eventually(() -> assertThat(appearances()).containsExactly("old appeared"));
        stop("following");
        shows(renewed.simulator());
        context.getRouteController().startRoute("following");
        eventually(() -> assertThat(appearances()).containsExactly("old appeared", "young appeared"));
        afterPolls(3);
        stop("following");

        context.getRouteController().startRoute("following"); // the new project is known by now

        eventuallyAsTimePasses(
                () -> assertThat(appearances()).containsExactly("old appeared", "young appeared", "old disappeared"));
        timePasses();
        assertThat(appearances()).hasSize(3);
    }

    @Test
    void theLastRunOfTheNewProjectThatIsDeletedWhileNobodyLooksDisappears() throws Exception {
        follow(uri("runs"));
        eventually(() -> assertThat(appearances()).containsExactly("old appeared"));
        shows(renewed.simulator());
        eventually(() -> assertThat(appearances()).containsExactly("old appeared", "young appeared"));
        stop("following");
        young.delete();

        context.getRouteController().startRoute("following");

        eventuallyAsTimePasses(() -> assertThat(appearances()).contains("young disappeared"));
        timePasses();
        assertThat(appearances())
                .containsExactlyInAnyOrder("old appeared", "young appeared", "old disappeared", "young disappeared");
    }

    @Test
    void aRunOfTheOldProjectWhoseDisappearanceTheRouteRefusesDisappearsAfterARestart() throws Exception {
        AtomicBoolean isDown = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        follow("following", uri("runs"), exchange -> {
            if (isDown.get()) {
                failures.incrementAndGet();
                throw new IllegalStateException("the sink is down");
            }
            received.process(exchange);
        });
        eventually(() -> assertThat(appearances()).containsExactly("old appeared"));
        shows(renewed.simulator());
        eventually(() -> assertThat(appearances()).containsExactly("old appeared", "young appeared"));
        isDown.set(true);
        eventuallyAsTimePasses(() -> assertThat(failures.get()).isPositive());
        stop("following");
        isDown.set(false);

        context.getRouteController().startRoute("following");

        eventuallyAsTimePasses(
                () -> assertThat(appearances()).containsExactly("old appeared", "young appeared", "old disappeared"));
    }

    @Test
    void aRunWhoseIdIsInTheNewProjectAppearsAgainAndDoesNotDisappear() throws Exception {
        young.delete();
        renewed.run("team/vision/old");
        follow(uri("runs"));
        eventually(() -> assertThat(appearances()).containsExactly("old appeared"));

        shows(renewed.simulator());

        eventually(() -> assertThat(appearances()).containsExactly("old appeared", "old appeared"));
        timePasses();
        assertThat(appearances()).hasSize(2);
    }

    @Test
    void aRunWhoseIdIsInTheNewProjectDisappearsOnceAlsoWhereTheRouteTookLongOverTheOldOne() throws Exception {
        young.delete();
        SimulatedRun again = renewed.run("team/vision/old");
        Semaphore mayEnd = new Semaphore(0);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        follow("following", uri("runs"), exchange -> {
            if (isFirst.getAndSet(false)) {
                mayEnd.acquire();
            }
            received.process(exchange);
        });
        eventually(() -> assertThat(mayEnd.hasQueuedThreads()).isTrue());
        shows(renewed.simulator());
        eventually(() -> assertThat(appearances()).containsExactly("old appeared"));
        timePasses();
        mayEnd.release();
        eventually(() -> assertThat(appearances()).containsExactly("old appeared", "old appeared"));
        timePasses();

        again.delete();

        eventuallyAsTimePasses(() -> assertThat(appearances()).contains("old disappeared"));
        timePasses();
        assertThat(appearances()).containsExactly("old appeared", "old appeared", "old disappeared");
    }

    @Test
    void aRunWhoseIdIsInTheNewProjectDisappearsOnceAlsoWhereItIsDeletedWhileNobodyLooks() throws Exception {
        young.delete();
        SimulatedRun again = renewed.run("team/vision/old");
        follow(uri("runs"));
        eventually(() -> assertThat(appearances()).containsExactly("old appeared"));
        shows(renewed.simulator());
        eventually(() -> assertThat(appearances()).containsExactly("old appeared", "old appeared"));
        timePasses();
        stop("following");
        again.delete();

        context.getRouteController().startRoute("following");

        eventuallyAsTimePasses(() -> assertThat(appearances()).contains("old disappeared"));
        timePasses();
        assertThat(appearances()).containsExactly("old appeared", "old appeared", "old disappeared");
    }
}
