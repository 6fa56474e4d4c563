// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to runs, server, sink and route: once everything works, each row that stands has been delivered, and in order. The
 * system property {@code stories} says how many stories are made up, {@code stories.seed} where they begin.
 */
class StoriesTest {

    private static final List<String> OPTIONS = List.of("", "&rowsPerExchange=7", "&maxInFlightPerRun=5");

    static LongStream seeds() {
        long first = Long.getLong("stories.seed", System.nanoTime());
        return LongStream.range(first, first + Integer.getInteger("stories", 15));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachRowThatStandsIsDelivered(long seed, @TempDir Path folder) throws Exception {
        Random random = new Random(seed);
        String options = OPTIONS.get(random.nextInt(OPTIONS.size()));
        List<Act> acts = IntStream.range(0, between(random, 1, 25))
                .mapToObj(i -> act(random))
                .toList();
        try (Story story = new Story(folder.resolve("offsets"), options)) {
            story.play(acts);
            story.end();

            String told = options + " " + acts;
            assertThat(story.missing())
                    .as("rows that were not delivered: %s", told)
                    .isEmpty();
            assertThat(story.outOfOrder()).as("rows out of order: %s", told).isEmpty();
            assertThat(story.falseAlarms())
                    .as("rewrites that were none: %s", told)
                    .isEmpty();
        }
    }

    private static int between(Random random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private static Act act(Random random) {
        int run = between(random, 0, 1);
        int back = between(random, 0, 60);
        int kind = between(random, 1, 38);
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
            case 30, 31, 32 -> new Act.TimePasses(oneOf(random, 1, 31, 120, 660));
            default -> new Act.Polls(between(random, 1, 5));
        };
    }
}
