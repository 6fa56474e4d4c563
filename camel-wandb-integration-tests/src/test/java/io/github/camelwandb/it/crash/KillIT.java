// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Kills the process of a route at random moments while several runs train, and compares what its lives have written with what was logged.
 * {@code -Dcrash.kills=30} kills more often, {@code -Dcrash.seed=...} trains as before; the server is this process.
 */
class KillIT {

    private static final int IN_FLIGHT = 8;
    private static final String ENDPOINT =
            "wandb:team/vision?delay=50&offsetRepository=#positions&maxInFlightPerRun=" + IN_FLIGHT;

    /** Positions are committed with each exchange. */
    private static final Bound BOUND = new Bound(IN_FLIGHT, Duration.ZERO);

    private static final int LONGEST_LIFE_MILLIS = 1500;

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private final Path directory = Path.of("target", "crash");
    private final int kills = Integer.getInteger("crash.kills", 6);
    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aRouteThatIsKilledAtRandomMomentsLosesNoRowRepeatsFewAndKeepsTheirOrder() throws Exception {
        System.out.println("-Dcrash.kills=" + kills + " -Dcrash.seed=" + seed);
        clean();
        long start = System.nanoTime();
        List<SimulatedRun> runs = Stream.of("r1", "r2", "r3", "r4")
                .map(id -> wandb.run("team/vision/" + id))
                .toList();
        int whileRowsFlowed = 0;
        try (Training training = Training.start(runs, new Random(seed))) {
            for (int life = 0; life < kills; life++) {
                whileRowsFlowed += liveAndBeKilled(life) ? 1 : 0;
            }
            training.finish();
        }
        Map<String, List<String>> logged = runs.stream()
                .collect(Collectors.toMap(
                        SimulatedRun::runId,
                        run -> run.rows().stream().map(Written::canonical).toList()));
        try (RouteProcess last = start(kills)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> last.hasWritten() && isComplete(logged));
            last.stop();
        }

        Judgement judgement = Judgement.of(logged, lives(), BOUND);
        System.out.printf(
                "%d kills, %d of them while rows flowed, in %d s: %d rows of %d runs; %d came again, at most %d of a run at once%n",
                kills,
                whileRowsFlowed,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                judgement.rows(),
                runs.size(),
                judgement.repeats(),
                judgement.mostRepeats());
        assertThat(judgement.complaints()).isEmpty();
    }

    /** Most die after their first row, the others at any moment from their birth; answers whether it has written any. */
    private boolean liveAndBeKilled(int life) throws Exception {
        try (RouteProcess process = start(life)) {
            if (random.nextInt(5) > 0) {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .until(process::hasWritten);
            }
            process.live(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
            boolean written = process.hasWritten();
            process.kill();
            return written;
        }
    }

    private RouteProcess start(int life) throws IOException {
        return RouteProcess.start(directory, life, ENDPOINT, wandb.baseUrl(), wandb.apiKey());
    }

    private void clean() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private boolean isComplete(Map<String, List<String>> logged) throws IOException {
        Map<String, Long> written = lives().stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(Written::runId, Written::step, Math::max));
        return logged.entrySet().stream()
                .allMatch(run -> written.getOrDefault(run.getKey(), -1L)
                        == run.getValue().size() - 1);
    }

    private List<List<Written>> lives() throws IOException {
        List<List<Written>> lives = new ArrayList<>();
        for (int life = 0; life <= kills; life++) {
            lives.add(Written.in(directory.resolve("rows-" + life + ".jsonl")));
        }
        return lives;
    }
}
