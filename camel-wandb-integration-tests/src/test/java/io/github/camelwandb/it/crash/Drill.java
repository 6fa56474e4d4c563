// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import static org.awaitility.Awaitility.await;

import io.github.camelwandb.it.process.SimulatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs train, a route that follows them is killed again and again, and then lives until it has what they logged. */
final class Drill {

    private static final String PROJECT = "team/vision";
    private static final int RUNS = 5;
    private static final int ROWS_PER_SECOND = 50;

    /** About as long as a life is, with the birth: so rows come until the last kill. */
    private static final int TRAINING_SECONDS_PER_KILL = 4;

    private static final int LONGEST_LIFE_MILLIS = 1500;

    /** For the first row of a life: where the runs have ended and all is delivered there is none. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final Path directory;
    private final String endpoint;
    private final int kills;
    private final int rewinds;
    private final Random random;
    private int whileRowsFlowed;

    /**
     * @param directory for all that is left to look at; emptied before
     * @param options of the endpoint
     * @param rewinds of the runs, which the seed decides with all else
     */
    Drill(Path directory, String options, int kills, int rewinds, long seed) {
        this.directory = directory;
        this.endpoint = "wandb:" + PROJECT + "?delay=50&offsetPath="
                + directory.resolve("positions.mv").toAbsolutePath() + options;
        this.kills = kills;
        this.rewinds = rewinds;
        this.random = new Random(seed);
    }

    /**
     * What came of it.
     *
     * @param logged the rows of each run at the end, in canonical form
     * @param lives what each life of the route has written, in its order
     */
    record Outcome(Map<String, List<String>> logged, List<List<Written>> lives) {}

    Outcome run() throws Exception {
        empty();
        long start = System.nanoTime();
        String plan = "runs=" + RUNS + ",rows=" + ROWS_PER_SECOND * TRAINING_SECONDS_PER_KILL * (kills + 1)
                + ",perSecond=" + ROWS_PER_SECOND;
        try (SimulatorProcess wandb = SimulatorProcess.training(
                directory.resolve("simulator.log"), PROJECT, plan, rewinds, random.nextInt(1_000_000_000))) {
            for (int life = 0; life < kills; life++) {
                liveAndBeKilled(life, wandb.environment());
            }
            Outcome outcome;
            try (RouteProcess last = RouteProcess.start(directory, kills, endpoint, wandb.environment())) {
                wandb.awaitTrained();
                Map<String, List<String>> logged = logged(wandb);
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> last.hasWritten() && hasAll(logged));
                last.stop();
                outcome = new Outcome(logged, lives());
            }
            System.out.printf(
                    "%d kills, %d of them after the first row of a life, in %d s%n",
                    kills,
                    whileRowsFlowed,
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
            return outcome;
        }
    }

    /** Most die after their first row, the others at any moment from their birth. */
    private void liveAndBeKilled(int life, Map<String, String> server) throws Exception {
        try (RouteProcess process = RouteProcess.start(directory, life, endpoint, server)) {
            boolean afterFirstRow = random.nextInt(5) > 0;
            Instant end = Instant.now().plus(LONGEST_WAIT);
            while (afterFirstRow && !process.hasWritten() && Instant.now().isBefore(end)) {
                process.live(Duration.ofMillis(10));
            }
            process.live(Duration.ofMillis(random.nextInt(LONGEST_LIFE_MILLIS)));
            whileRowsFlowed += process.hasWritten() ? 1 : 0;
            process.kill();
        }
    }

    private static Map<String, List<String>> logged(SimulatorProcess wandb) throws Exception {
        Map<String, List<String>> logged = new TreeMap<>();
        for (int run = 1; run <= RUNS; run++) {
            logged.put(
                    "train-" + run,
                    wandb.rows(PROJECT + "/train-" + run).stream()
                            .map(Written::canonical)
                            .toList());
        }
        return logged;
    }

    private boolean hasAll(Map<String, List<String>> logged) throws IOException {
        Set<String> written = new HashSet<>();
        for (Written row : lives().stream().flatMap(List::stream).toList()) {
            written.add(row.runId() + row.text());
        }
        return logged.entrySet().stream()
                .allMatch(run -> run.getValue().stream().allMatch(row -> written.contains(run.getKey() + row)));
    }

    private List<List<Written>> lives() throws IOException {
        List<List<Written>> lives = new ArrayList<>();
        for (int life = 0; life <= kills; life++) {
            lives.add(Written.in(directory.resolve("rows-" + life + ".jsonl")));
        }
        return lives;
    }

    private void empty() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
