// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to runs, server, sink, route and process: once everything works, each row that stands has been delivered, in order, and again
 * only for a reason. The system property {@code stories} says how many new stories are made up, {@code stories.seed} where they begin;
 * without them it is the same few, so that a build that fails has something to do with what was changed.
 */
class StoriesTest {

    private record Options(int rowsPerExchange, int maxInFlight, int commitInterval) {
        static Options of(Random random) {
            return new Options(oneOf(random, 1, 1, 3, 7), oneOf(random, 1, 1, 3, 5), oneOf(random, 0, 0, 5, 100));
        }

        String text() {
            return "&rowsPerExchange=" + rowsPerExchange + "&maxInFlightPerRun=" + maxInFlight
                    + "&offsetCommitInterval=" + commitInterval;
        }
    }

    private static final Duration PATIENT = Duration.ofSeconds(30);

    static LongStream seeds() {
        Integer asked = Integer.getInteger("stories");
        long first = Long.getLong("stories.seed", asked == null ? 1 : System.nanoTime());
        return LongStream.range(first, first + (asked == null ? 15 : asked));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachRowThatStandsIsDeliveredInOrderAndAgainOnlyForAReason(long seed, @TempDir Path folder) throws Exception {
        Random random = new Random(seed);
        Options options = Options.of(random);
        int runs = between(random, 1, 4);
        List<Act> acts = IntStream.range(0, between(random, 1, 25))
                .mapToObj(i -> act(random, runs))
                .toList();
        long begin = System.nanoTime();
        try (Story story = new Story("offsetPath={{offsets}}" + options.text(), folder, PATIENT)) {
            story.play(acts);
            story.end();

            String told = options + " " + acts;
            Arrivals arrivals =
                    new Arrivals(story.sink().arrived(), options.maxInFlight(), options.commitInterval() == 0);
            assertThat(story.missing())
                    .as("rows that were not delivered: %s", told)
                    .isEmpty();
            assertThat(arrivals.outOfOrder()).as("rows out of order: %s", told).isEmpty();
            assertThat(arrivals.repeatsWithoutReason())
                    .as("rows that came again: %s", told)
                    .isEmpty();
            assertThat(arrivals.repeatsUnderAnotherKey())
                    .as("repeats under another key: %s", told)
                    .isEmpty();
            assertThat(arrivals.mostTimesLate())
                    .as("times that a late row came: %s", told)
                    .isLessThanOrEqualTo(1 + reasonsToReadAgain(acts) + story.rounds() + timesForAReading(begin));
            assertThat(story.falseAlarms())
                    .as("rewrites that were none: %s", told)
                    .isEmpty();
            assertThat(story.sink().arrived())
                    .as("generations without a reason: %s", told)
                    .allMatch(row -> row.generation() <= 1 + reasonsForGenerations(acts, row.runId()));
        }
    }

    /** How often rows of a run may have been taken for taken away. */
    private static long reasonsForGenerations(List<Act> acts, String runId) {
        return acts.stream()
                .filter(act -> (act instanceof Act.Rewinds rewinds && runId.equals("r" + rewinds.run()))
                        || (act instanceof Act.BeginsAnew begins && runId.equals("r" + begins.run()))
                        || (act instanceof Act.HidesSteps hides && runId.equals("r" + hides.run())))
                .count();
    }

    /** On a slow machine time passes by itself. */
    private static long timesForAReading(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).dividedBy(LineCount.LAG);
    }

    /** How often a run may have been read from its first row again. */
    private static int reasonsToReadAgain(List<Act> acts) {
        return acts.stream().mapToInt(StoriesTest::reasonsToReadAgain).sum();
    }

    private static int reasonsToReadAgain(Act act) {
        if (act instanceof Act.TimePasses time) {
            return Duration.ofSeconds(time.seconds()).compareTo(LineCount.LAG) < 0 ? 0 : 1; // a difference is believed
        }
        if (act instanceof Act.ServerFails failing) {
            return failing.times(); // a reading breaks off
        }
        if (act instanceof Act.SinkFails failing) {
            return failing.times();
        }
        return act instanceof Act.RouteRestarts
                        || act instanceof Act.ProcessDies
                        || act instanceof Act.SinkGoesOn
                        || act instanceof Act.Ends
                ? 1
                : 0;
    }

    private static int between(Random random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private static Act act(Random random, int runs) {
        int run = between(random, 1, runs);
        int back = between(random, 0, 60);
        int kind = between(random, 1, 44);
        if (kind <= 8) {
            return new Act.Logs(
                    run, between(random, 1, 60), oneOf(random, 1, 1, 3, 1000), oneOf(random, false, false, true));
        }
        return switch (kind) {
            case 9, 10 -> new Act.LogsLate(run, between(random, 1, 5), back);
            case 11, 12, 13 -> new Act.Rewinds(run, back);
            case 14 -> new Act.BeginsAnew(run);
            case 15 -> new Act.Ends(run);
            case 16 -> new Act.Resumes(run);
            case 17 -> new Act.HidesSteps(run, back, between(random, 1, 80));
            case 18 -> new Act.HoldsRows(run);
            case 19, 20 -> new Act.ShowsAll(run);
            case 21 -> new Act.CountsOff(run, between(random, -30, 30));
            case 22 -> new Act.CountsTruly(run);
            case 23, 24 ->
                new Act.ServerFails(
                        oneOf(random, Act.Trouble.values()),
                        oneOf(random, "history", "runs", "parquetHistory", "historyKeys"),
                        between(random, 0, 2),
                        between(random, 1, 5));
            case 25, 26 -> new Act.ServerWorks();
            case 27, 28 -> new Act.SinkFails(run, between(random, 1, 3));
            case 29 -> new Act.RouteRestarts();
            case 30, 31 -> new Act.ProcessDies();
            case 32, 33 -> new Act.SinkHesitates(run);
            case 34, 35 -> new Act.SinkGoesOn(run, oneOf(random, Sink.End.values()));
            case 36, 37, 38 -> new Act.TimePasses(oneOf(random, 1, 31, 120, 660));
            default -> new Act.Polls(between(random, 1, 5));
        };
    }
}
