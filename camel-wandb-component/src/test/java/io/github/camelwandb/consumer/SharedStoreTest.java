// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.offset.OffsetStore;
import io.github.camelwandb.offset.OffsetStoreException;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.Test;

/** A store of one's own, with compare-and-set, that others use too and that can fail. */
class SharedStoreTest extends FollowingTestSupport {

    private static final String KEY_OF_R1 = "|r1";

    private final AtomicBoolean broken = new AtomicBoolean();
    private final Map<String, String> entries = new ConcurrentHashMap<>();

    private class Shared extends MemoryStateRepository implements OffsetStore {
        @Override
        public synchronized Set<String> commit(List<Change> changes) {
            if (broken.get()) {
                throw new OffsetStoreException("simulated: the disk is full");
            }
            Set<String> refused = new HashSet<>();
            for (Change change : changes) {
                String now = entries.get(change.key());
                if (!Objects.equals(now, change.expected()) && !Objects.equals(now, change.next())) {
                    refused.add(change.key());
                } else if (change.next() != null) {
                    entries.put(change.key(), change.next());
                }
            }
            return refused;
        }

        @Override
        public String getState(String key) {
            return entries.get(key);
        }
    }

    private Following following() {
        return WandbConsumer.of(context).findFirst().orElseThrow().following();
    }

    private void followWithStore() throws Exception {
        context.getRegistry().bind("store", new Shared());
        follow("wandb:team/vision?offsetRepository=#store&offsetCommitInterval=0");
    }

    /** The runs of which it is known that they have to be asked for. */
    private String unsettled() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().contains("|unsettled|"))
                .map(Map.Entry::getValue)
                .sorted()
                .collect(Collectors.joining());
    }

    private Map.Entry<String, String> entryOfR1() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(KEY_OF_R1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPositionThatAnotherProcessHasMovedIsGoneOnFrom() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        followWithStore();
        eventually(() -> assertThat(received.count()).isEqualTo(10));
        eventually(() ->
                assertThat(RunOffset.decode(entryOfR1().getValue()).nextStep()).isEqualTo(10));
        HistoryRow theirs = HistoryRow.of(Map.of("_step", 19), NonFinite.STRING);
        RunOffset ours = RunOffset.decode(entryOfR1().getValue());
        entries.put(entryOfR1().getKey(), ours.after(theirs, 10, Anchors.none()).encode());

        run.logs(10, 30);
        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(29L));
        run.logs(30, 33);

        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(32L));
        assertThat(received.stepsOf("r1")).containsAll(steps(20, 33));
        eventually(() ->
                assertThat(RunOffset.decode(entryOfR1().getValue()).nextStep()).isEqualTo(33));
    }

    @Test
    void whileTheStoreFailsNothingIsHandedOverAndThenAllIs() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        followWithStore();
        eventually(() -> assertThat(received.count()).isEqualTo(10));

        broken.set(true);
        run.logs(10, 100);
        eventually(() -> assertThat(received.count()).isBetween(10, 12));
        broken.set(false);

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 100)));
    }

    @Test
    void runsThatAreNotDoneWithAreRememberedAlsoWhereAnotherProcessHasChangedThem() throws Exception {
        wandb.run("team/vision/r1").logs(0, 5);
        followWithStore();
        eventually(() -> assertThat(unsettled()).contains("\"r1\""));
        String second = ofTheSameShard(2);

        entries.replaceAll((key, value) -> key.contains("|unsettled|") ? Checksummed.of("[\"r1\",\"theirs\"]") : value);
        wandb.run("team/vision/" + second).logs(0, 5);

        eventually(() -> assertThat(unsettled()).contains("\"r1\"", "\"theirs\"", '"' + second + '"'));
        String third = ofTheSameShard(Integer.parseInt(second.substring(1)) + 1);
        wandb.run("team/vision/" + third).logs(0, 5);
        eventually(() -> assertThat(unsettled()).contains("\"r1\"", "\"theirs\"", '"' + third + '"'));
    }

    /** Another run that is remembered together with {@code r1}. */
    private static String ofTheSameShard(int from) {
        return IntStream.iterate(from, i -> i + 1)
                .mapToObj(i -> "r" + i)
                .filter(runId -> Math.floorMod(runId.hashCode(), 64) == Math.floorMod("r1".hashCode(), 64))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsStillUnderWayWhenAnotherProcessHasMovedThePositionMovesItNoMore() throws Exception {
        wandb.run("team/vision/r1").logs(0, 30);
        Semaphore gate = new Semaphore(0);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:slow").process(exchange -> {
                    gate.acquire();
                    received.process(exchange);
                });
            }
        });
        context.getRegistry().bind("store", new Shared());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly("wandb:team/vision?offsetRepository=#store&offsetCommitInterval=300&maxInFlightPerRun=3"))
                        .to("seda:slow?waitForTaskToComplete=Never");
            }
        });
        gate.release();
        eventually(() -> assertThat(entries.keySet()).anyMatch(key -> key.endsWith(KEY_OF_R1)));
        eventually(() ->
                assertThat(RunOffset.decode(entryOfR1().getValue()).nextStep()).isEqualTo(1));
        RunOffset ours = RunOffset.decode(entryOfR1().getValue());
        HistoryRow theirs = HistoryRow.of(Map.of("_step", 19), NonFinite.STRING);
        entries.put(entryOfR1().getKey(), ours.after(theirs, 19, Anchors.none()).encode());

        gate.release();
        eventually(
                () -> assertThat(following().runs()).anyMatch(run -> run.state().equals("held")));
        gate.release(3); // what else is under way
        eventually(() ->
                assertThat(following().runs()).noneMatch(run -> run.state().equals("held")));
        wandb.run("team/vision/r2").logs(0, 1);
        eventually(() -> assertThat(unsettled()).contains("\"r2\"")); // and so is what was saved before

        assertThat(RunOffset.decode(entryOfR1().getValue()).nextStep()).isEqualTo(20);
        gate.release(1000);
        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(29L));
    }

    @Test
    void aRunGoesOnWhosePositionAnotherProcessMovedJustAsAnotherRunAppeared() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        context.getRegistry().bind("store", new Shared());
        follow("wandb:team/vision?offsetRepository=#store&offsetCommitInterval=1000");
        eventually(() -> assertThat(isStoredUpTo(10)).isTrue());

        moveR1To(20);
        run.logs(10, 30);
        wandb.run("team/vision/" + ofTheSameShard(2)).logs(0, 1); // committed together
        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(29L));
        run.logs(30, 33);

        eventually(() -> assertThat(received.stepsOf("r1")).endsWith(32L));
        eventually(() -> assertThat(isStoredUpTo(33)).isTrue());
    }

    @Test
    void aRunThatTheFilterHidesIsGoneOnWithWhereAnotherProcessMovedItAsItEnded() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").logs(0, 10);
        context.getRegistry().bind("store", new Shared());
        String slowly = "&delay=2000&offsetCommitInterval=500"; // so that it has ended for us when we are told
        follow("wandb:team/vision?state=running&offsetRepository=#store" + slowly);
        eventually(() -> assertThat(isStoredUpTo(10)).isTrue());

        RunOffset ours = RunOffset.decode(entryOfR1().getValue());
        entries.put(
                entryOfR1().getKey(),
                new RunOffset(ours.createdAt(), 2, 0, 4, 4, 0, 0, 4L, Anchors.none(), null).encode());
        wandb.run("team/vision/r2").heartbeat(clock.instant().plusSeconds(3600)); // so that nothing is waited for
        run.finished();

        eventually(() -> assertThat(received.stepsOf("r1")).hasSize(16).endsWith(9L));
    }

    @Test
    void aRunThatAnotherProcessWhichStartedAtTheSameTimeDidNotFindIsReadFromItsFirstRow() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        anotherStartsJustBefore();

        follow("wandb:team/vision?startFrom=latest&offsetRepository=#store");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 10)));
    }

    @Test
    void andToldFromItsBeginning() throws Exception {
        wandb.run("team/vision/r1").logs(0, 10);
        anotherStartsJustBefore();

        follow("wandb:team/vision?stream=runs&startFrom=latest&offsetRepository=#store");

        eventually(() -> assertThat(received.count()).isEqualTo(1));
    }

    /** It has listed the runs before there were any, and says so when this one has just seen that nobody has. */
    private void anotherStartsJustBefore() {
        context.getRegistry().bind("store", new Shared() {
            @Override
            public String getState(String key) {
                String entry = super.getState(key);
                if (key.endsWith("|baseline")) {
                    entries.put(key, "taken");
                }
                return entry;
            }
        });
    }

    private void moveR1To(long nextStep) {
        HistoryRow theirs = HistoryRow.of(Map.of("_step", nextStep - 1), NonFinite.STRING);
        RunOffset ours = RunOffset.decode(entryOfR1().getValue());
        long more = nextStep - ours.nextStep();
        entries.put(
                entryOfR1().getKey(), ours.after(theirs, more, Anchors.none()).encode());
    }

    /** Whether that was all there was, so that nothing more is on its way to the store. */
    private boolean isStoredUpTo(long nextStep) {
        return entries.keySet().stream().anyMatch(key -> key.endsWith(KEY_OF_R1))
                && Stream.of(RunOffset.decode(entryOfR1().getValue()))
                        .anyMatch(stored -> stored.nextStep() == nextStep
                                && stored.delivered() != null
                                && stored.delivered().lines() == nextStep);
    }
}
