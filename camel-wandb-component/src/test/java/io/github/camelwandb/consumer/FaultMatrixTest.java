// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.simulator.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault at each stage, once: what the consumer does, and that all rows come. With {@code -Dwandb.docs.update=true} it writes the
 * page.
 */
class FaultMatrixTest {

    private static final Path PAGE = Path.of("..", "docs", "fault-matrix.md");

    private static final String HEAD = """
            # What happens when a request fails

            One request at each stage meets each fault, and is not repeated (`maxAttempts=1`): what the consumer does then. Whatever it
            is, every row is delivered in the end. Written by `FaultMatrixTest`; see `CONTRIBUTING.md`.

            * *does not start*: the start of the route fails with the reason. A server that cannot be reached does not fail it.
            * *next poll*: the poll is reported as failed, and the next one tries again.
            * *run held*: the run waits, which is reported; it is tried again with growing delay while other runs flow.
            * *goes on*: nothing is reported: the answer comes, or what is still needed is asked for again, in smaller requests.

            """;

    @TempDir
    private Path folder;

    private int stories;

    private enum Stage {
        START,
        LIST,
        FIRST_PAGE,
        LATER_PAGE,
        LOOK,
        AUDIT;

        String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private static Map<String, Fault> faults() {
        Map<String, Fault> faults = new LinkedHashMap<>();
        for (int code : new int[] {500, 502, 503, 504, 401, 403, 404}) {
            faults.put("HTTP " + code, Fault.status(code));
        }
        faults.put("HTTP 429, Retry-After", Fault.rateLimited(Duration.ofMillis(50)));
        faults.put("answer comes late", Fault.latency(Duration.ofMillis(100)));
        faults.put("answer breaks off", Fault.truncatedBody());
        faults.put("connection is reset", Fault.connectionReset());
        faults.put("HTTP 200, GraphQL errors only", Fault.errors("simulated"));
        faults.put("HTTP 200, data and GraphQL errors", Fault.partial("simulated"));
        return faults;
    }

    @Test
    void everyRowIsDeliveredWhateverFailsAndThePageSaysWhatHappens() throws Exception {
        StringBuilder page = new StringBuilder(HEAD).append("| fault |");
        for (Stage stage : Stage.values()) {
            page.append(' ').append(stage.title()).append(" |");
        }
        page.append("\n|---|").append("---|".repeat(Stage.values().length)).append('\n');
        for (Map.Entry<String, Fault> fault : faults().entrySet()) {
            page.append("| ").append(fault.getKey()).append(" |");
            for (Stage stage : Stage.values()) {
                page.append(' ')
                        .append(outcome(fault.getKey(), fault.getValue(), stage))
                        .append(" |");
            }
            page.append('\n');
        }
        compare(page.toString());
    }

    private static void compare(String page) throws IOException {
        if (Boolean.getBoolean("wandb.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private String outcome(String name, Fault fault, Stage stage) throws Exception {
        try (Story story = new Story("rowsPerExchange=100&offsetPath=" + folder.resolve("offsets" + stories++))) {
            String outcome = outcome(story, fault, stage);
            story.end();
            assertThat(story.missing()).as("%s at stage %s", name, stage).isEmpty();
            Arrivals arrivals = new Arrivals(story.sink().arrived(), 1);
            assertThat(arrivals.outOfOrder()).as("%s at stage %s", name, stage).isEmpty();
            assertThat(arrivals.repeatsWithoutReason())
                    .as("%s at stage %s", name, stage)
                    .isEmpty();
            return outcome;
        }
    }

    private static String outcome(Story story, Fault fault, Stage stage) throws Exception {
        SimulatedRows run = story.run(0);
        delivered(story, run, 1);
        story.afterPolls(5);
        AtomicBoolean hit = switch (stage) {
            case START -> {
                story.stop();
                yield add(story, fault);
            }
            case LIST -> add(story, fault.on("runs"));
            case FIRST_PAGE -> {
                AtomicBoolean met = add(story, fault.on("history").forRun("r0"));
                run.logs(20, 1, false);
                yield met;
            }
            case LATER_PAGE -> {
                AtomicBoolean met = add(story, fault.on("history").forRun("r0").after(1));
                run.logs(1500, 1, false);
                yield met;
            }
            case LOOK -> {
                delivered(story, run, 20);
                AtomicBoolean met = add(story, fault.on("history").forRun("r0").after(1));
                run.rewinds(5);
                yield met;
            }
            case AUDIT -> {
                delivered(story, run, 20);
                run.logsLate(2, 10);
                story.afterPolls(5);
                AtomicBoolean met = add(story, fault.on("history").forRun("r0").after(1));
                story.clock().advance(Duration.ofSeconds(31));
                yield met;
            }
        };
        boolean starts = stage != Stage.START || starts(story);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    story.clock().advance(Duration.ofSeconds(hit.get() ? 0 : 5));
                    return hit.get();
                });
        story.afterPolls(5);
        story.simulator().faults().clear();
        if (!starts) {
            story.start();
            return "does not start";
        }
        return story.reports().stream().anyMatch(report -> report.startsWith("Error following run"))
                ? "run held"
                : story.reports().isEmpty() ? "goes on" : "next poll";
    }

    private static boolean starts(Story story) {
        try {
            story.start();
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private static void delivered(Story story, SimulatedRows run, int rows) {
        run.logs(rows, 1, false);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> story.missing().isEmpty());
    }

    /** One request that fits meets the fault. */
    private static AtomicBoolean add(Story story, Fault fault) {
        AtomicBoolean hit = new AtomicBoolean();
        Fault.Before notice = new Fault.Before(() -> hit.set(true));
        story.simulator().faults().add(new Fault(notice, fault.operation(), fault.runId(), fault.skipped(), 1));
        story.simulator().faults().add(fault.times(1));
        return hit;
    }
}
