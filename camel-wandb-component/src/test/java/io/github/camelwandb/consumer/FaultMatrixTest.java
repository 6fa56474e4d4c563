// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each mishap at each moment, once: what the consumer does, and that all rows come, in order. With {@code -Dwandb.docs.update=true} it
 * writes the page.
 */
class FaultMatrixTest {

    private static final Path PAGE = Path.of("..", "docs", "fault-matrix.md");

    private static final Duration NEVER = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final ExecutorService pool = Executors.newFixedThreadPool(3);
    private final Set<String> gaps = new ConcurrentSkipListSet<>();

    @AfterEach
    void endThreads() {
        pool.shutdownNow();
    }

    @Test
    void everyRowIsDeliveredWhateverHappensAndThePageSaysWhatTheConsumerDoes() throws Exception {
        Table server = new Table("the request meets", List.of(Moment.values()));
        Table data = new Table("what has changed", List.of(Moment.values()));
        Table route = new Table("what fails", Moment.ofRows());
        server.add(ServerMishap.noAnswer(), SOON); // first, because it takes longest
        ServerMishap.all().forEach(mishap -> server.add(mishap, NEVER));
        DataMishap.all().forEach(mishap -> data.add(mishap, NEVER));
        List.of(SinkMishap.values()).forEach(mishap -> route.add(mishap, NEVER));
        List.of(StoreMishap.values()).forEach(mishap -> route.add(mishap, NEVER));

        String page = MatrixPage.of(server.text(), data.text(), route.text());

        assertThat(gaps).as("where rows are missed").isEmpty();
        compare(page);
    }

    private static void compare(String page) throws IOException {
        if (Boolean.getBoolean("wandb.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    /** Rows are worked on side by side, cells one after the other. */
    private final class Table {
        private final String corner;
        private final List<Moment> moments;
        private final List<Future<String>> rows = new ArrayList<>();

        Table(String corner, List<Moment> moments) {
            this.corner = corner;
            this.moments = moments;
        }

        /** @param requestTimeout how long the consumer waits for an answer */
        void add(Mishap mishap, Duration requestTimeout) {
            rows.add(pool.submit(() -> row(mishap, requestTimeout)));
        }

        private String row(Mishap mishap, Duration requestTimeout) throws Exception {
            StringBuilder row = new StringBuilder("| " + mishap.title() + " |");
            Story story = story(requestTimeout);
            try {
                for (Moment moment : moments) {
                    if (mishap.isByChance()) {
                        story.close();
                        story = story(requestTimeout);
                    }
                    row.append(' ').append(cell(story, mishap, moment)).append(" |");
                }
            } finally {
                story.close();
            }
            return row.append('\n').toString();
        }

        private Story story(Duration requestTimeout) throws Exception {
            return new Story(
                    "offsetRepository=#store&offsetCommitInterval=5&rowsPerExchange=" + Scene.ROWS_PER_EXCHANGE,
                    folder,
                    requestTimeout);
        }

        private String cell(Story story, Mishap mishap, Moment moment) throws Exception {
            if (!mishap.canMeet(moment)) {
                return "-";
            }
            Scene.Outcome outcome = new Scene(story, moment.ordinal(), mishap, moment).play();
            if (outcome.missing().isEmpty()) {
                return outcome.text();
            }
            gaps.add(mishap.title() + ", " + moment.title());
            return "*rows are missed*";
        }

        String text() throws Exception {
            StringBuilder table = new StringBuilder("| " + corner + " |");
            moments.forEach(moment -> table.append(' ').append(moment.title()).append(" |"));
            table.append("\n|---|").append("---|".repeat(moments.size())).append('\n');
            for (Future<String> row : rows) {
                table.append(row.get());
            }
            return table.toString();
        }
    }
}
