// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static net.jqwik.api.Arbitraries.integers;
import static net.jqwik.api.Arbitraries.of;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever happens to runs, server, sink and route: once everything works, each row that stands has been delivered, and in order. How many
 * stories are made up says {@code jqwik.tries.default}.
 */
class StoriesTest {

    private static final Arbitrary<Integer> RUN = integers().between(0, 1);
    private static final Arbitrary<Integer> BACK = integers().between(0, 60);

    @Property(edgeCases = EdgeCasesMode.NONE)
    void eachRowThatStandsIsDelivered(@ForAll("stories") List<Act> acts, @ForAll("options") String options)
            throws Exception {
        Path folder = Files.createTempDirectory("story");
        try (Story story = new Story(folder.resolve("offsets"), options)) {
            story.play(acts);
            story.end();

            assertThat(story.missing()).as("rows that were not delivered").isEmpty();
            assertThat(story.outOfOrder()).as("rows out of order").isEmpty();
            assertThat(story.falseAlarms()).as("rewrites that were none").isEmpty();
        }
    }

    @Provide
    Arbitrary<String> options() {
        return of("", "&rowsPerExchange=7");
    }

    @Provide
    Arbitrary<List<Act>> stories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(8, logs()),
                        Tuple.of(
                                2,
                                Combinators.combine(RUN, integers().between(1, 5), BACK)
                                        .as(Act.LogsLate::new)),
                        Tuple.of(3, Combinators.combine(RUN, BACK).as(Act.Rewinds::new)),
                        Tuple.of(1, RUN.map(Act.BeginsAnew::new)),
                        Tuple.of(1, RUN.map(Act.Ends::new)),
                        Tuple.of(1, RUN.map(Act.Resumes::new)),
                        Tuple.of(
                                1,
                                Combinators.combine(RUN, BACK, integers().between(1, 80))
                                        .as(Act.HidesSteps::new)),
                        Tuple.of(1, RUN.map(Act.HoldsRows::new)),
                        Tuple.of(2, RUN.map(Act.ShowsAll::new)),
                        Tuple.of(
                                1,
                                Combinators.combine(RUN, integers().between(-30, 30))
                                        .as(Act.CountsOff::new)),
                        Tuple.of(1, RUN.map(Act.CountsTruly::new)),
                        Tuple.of(2, serverFails()),
                        Tuple.of(2, Arbitraries.just(new Act.ServerWorks())),
                        Tuple.of(
                                2,
                                Combinators.combine(RUN, integers().between(1, 3))
                                        .as(Act.SinkFails::new)),
                        Tuple.of(1, Arbitraries.just(new Act.RouteRestarts())),
                        Tuple.of(3, of(1, 31, 120, 660).map(Act.TimePasses::new)),
                        Tuple.of(6, integers().between(1, 5).map(Act.Polls::new)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    private static Arbitrary<Act> logs() {
        return Combinators.combine(RUN, integers().between(1, 60), of(1, 1, 3, 1000), of(false, false, true))
                .as(Act.Logs::new);
    }

    private static Arbitrary<Act> serverFails() {
        return Combinators.combine(
                        of(Act.Trouble.class),
                        of("history", "runs", "parquetHistory", "historyKeys"),
                        integers().between(0, 2),
                        integers().between(1, 5))
                .as(Act.ServerFails::new);
    }
}
