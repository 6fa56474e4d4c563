// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static io.github.camelwandb.sdk.LoggedRun.map;
import static io.github.camelwandb.sdk.LoggedRun.rows;
import static io.github.camelwandb.sdk.SdkJson.comparable;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.client.model.Report;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.model.Sweep;
import io.github.camelwandb.client.model.Viewer;
import io.github.camelwandb.sdk.PythonSdk;
import io.github.camelwandb.sdk.SdkJson;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Python SDK writes is what the operations read, and what the operations write is what its public API reads. */
class RealSdkOperationsTest {

    private static final String PROJECT = "wandb:team/vision";
    private static final String LOGGED = PROJECT + "/logged";

    private static WandbSimulator wandb;
    private static DefaultCamelContext camel;
    private static ProducerTemplate template;

    /** What the SDK logged, as its public API sees it. */
    private static Map<String, @Nullable Object> logged;

    /** What the operations wrote, as the SDK's public API sees it. */
    private static Map<String, @Nullable Object> read;

    @BeforeAll
    static void writeAndRead(@TempDir Path directory) throws Exception {
        wandb = WandbSimulator.start();
        wandb.project("team/vision");
        PythonSdk sdk = PythonSdk.orSkip(wandb.baseUrl(), wandb.apiKey(), directory)
                .with("WANDB_CONSOLE", "wrap")
                .with("WANDB_X_DISABLE_MACHINE_INFO", "false")
                .with("WANDB_X_DISABLE_META", "false")
                .with("WANDB_X_DISABLE_STATS", "false");
        camel = new DefaultCamelContext();
        camel.addComponent("wandb", SimulatedWandbTestSupport.component(wandb, Clock.systemUTC()));
        camel.start();
        template = camel.createProducerTemplate();
        logged = run(sdk, "log", directory);
        write();
        read = run(sdk, "read", directory);
    }

    private static Map<String, @Nullable Object> run(PythonSdk sdk, String work, Path directory) throws Exception {
        Path out = directory.resolve(work + ".json");
        sdk.run("operations.py", work, "team/vision", "--out", out.toString()).succeeded();
        return map(SdkJson.parse(Files.readString(out)));
    }

    private static void write() {
        wandb.run("team/vision/edited")
                .config(Map.of("lr", 0.1, "gone", 1))
                .tags("early")
                .logs(0, 3)
                .finished();
        write("edited", "updateConfig", "{\"lr\":0.01,\"model\":{\"depth\":3},\"gone\":null}", Map.of());
        write("edited", "updateSummary", "{\"best\":0.97,\"acc\":null}", Map.of());
        write(
                "edited",
                "updateRun",
                "{\"displayName\":\"renamed\",\"notes\":\"by a route\",\"addTags\":[\"late\"],\"group\":\"g\",\"jobType\":\"etl\"}",
                Map.of());

        write(
                "made",
                "createRun",
                "{\"displayName\":\"nightly\",\"tags\":[\"etl\"],\"config\":{\"source\":\"plant 4\"}}",
                Map.of());
        write("made", "logHistory", List.of(Map.of("loss", 2, "t", "naïve"), Map.of("loss", 1.5)), Map.of());
        write("made", "logHistory", "{\"_step\":7,\"nested\":{\"a\":1}}", Map.of());
        write("made", "uploadFile", "kept", Map.of(WandbConstants.FILE_NAME, "folder/kept.txt"));
        write("made", "uploadFile", "not kept", Map.of(WandbConstants.FILE_NAME, "gone.txt"));
        write("made", "deleteFile", "", Map.of(WandbConstants.FILE_NAME, "gone.txt"));
        write("made", "createAlert", "{\"title\":\"low\",\"text\":\"acc < 0.5\"}", Map.of());
        write("made", "finishRun", "", Map.of(WandbConstants.EXIT_CODE, 3));

        write("rewound", "createRun", "", Map.of());
        write(
                "rewound",
                "logHistory",
                IntStream.range(0, 10).mapToObj(i -> Map.of("i", i)).toList(),
                Map.of());
        write("rewound", "finishRun", "", Map.of());
        write("rewound", "rewindRun", "", Map.of(WandbConstants.REWIND_TO, 4));

        write("stopped", "createRun", "", Map.of());
        write("stopped", "stopRun", "", Map.of());

        write("deleted", "createRun", "", Map.of());
        write("deleted", "deleteRun", "", Map.of());

        ask(
                PROJECT + "?operation=updateSweep&sweep=" + logged.get("made"),
                "",
                Map.of(WandbConstants.SWEEP_ACTION, "pause"));
        ask("wandb:team/fresh?operation=createProject", "", Map.of());
    }

    private static void write(String runId, String operation, Object body, Map<String, Object> headers) {
        ask(PROJECT + "/" + runId + "?operation=" + operation, body, headers);
    }

    private static Message ask(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = template.request(uri, filled -> {
            filled.getMessage().setBody(body);
            filled.getMessage().setHeaders(new HashMap<>(headers));
        });
        assertThat(exchange.getException()).as(uri).isNull();
        return exchange.getMessage();
    }

    private static <T> T ask(String uri, Class<T> type) {
        return ask(uri, "", Map.of()).getBody(type);
    }

    private static <T, R> List<R> each(String uri, Class<T> type, Function<T, R> part) {
        List<R> parts = new ArrayList<>();
        for (Iterator<?> all = ask(uri, Iterator.class); all.hasNext(); ) {
            parts.add(part.apply(type.cast(all.next())));
        }
        return parts;
    }

    private static Map<String, @Nullable Object> readBack(String runId) {
        return map(read.get(runId));
    }

    @AfterAll
    static void stop() {
        if (camel != null) {
            camel.stop();
        }
        wandb.close();
    }

    // the SDK writes, operations read

    @Test
    void getRunReadsTheRunOfTheSdk() {
        Run run = ask(LOGGED + "?operation=getRun", Run.class);
        Map<String, @Nullable Object> sdk = map(logged.get("run"));

        assertThat(run.displayName()).isEqualTo("by the SDK").isEqualTo(sdk.get("name"));
        assertThat(run.state().value()).isEqualTo("finished").isEqualTo(sdk.get("state"));
        assertThat(run.tags()).isEqualTo(sdk.get("tags")).hasSize(2);
        assertThat(run.notes()).isEqualTo(sdk.get("notes"));
        assertThat(run.group()).isEqualTo(sdk.get("group"));
        assertThat(run.jobType()).isEqualTo(sdk.get("job_type"));
        assertThat(run.sweep()).isEqualTo("s1");
        assertThat(run.url()).isEqualTo(sdk.get("url"));
        assertThat(comparable(run.config())).isEqualTo(sdk.get("config"));
        assertThat(withoutInternals(comparable(run.summary()))).isEqualTo(withoutInternals(sdk.get("summary")));
        assertThat(run.summary()).containsEntry("verdict", "good");
    }

    private static Map<String, @Nullable Object> withoutInternals(@Nullable Object summary) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(map(summary));
        rest.remove("_wandb");
        return rest;
    }

    @Test
    void waitForRunSeesThatTheRunOfTheSdkHasEnded() {
        assertThat(ask(LOGGED + "?operation=waitForRun", Run.class).state().value())
                .isEqualTo("finished");
    }

    @Test
    void queryRunsAndCountRunsFindWhatTheSdkFinds() {
        assertThat(each(
                        PROJECT + "?operation=queryRuns&tags=one",
                        Run.class,
                        run -> run.path().runId()))
                .isEqualTo(logged.get("runs"))
                .hasSize(1);
        assertThat(ask(PROJECT + "?operation=countRuns&tags=one", Long.class)).isEqualTo(1);
    }

    @Test
    void exportRunsMakesARecordOfTheRunOfTheSdk() {
        List<Map<String, @Nullable Object>> records = each(
                PROJECT + "?operation=exportRuns&tags=one&metadata=true",
                Map.class,
                record -> map(comparable(new TreeMap<>(record))));

        assertThat(records)
                .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
                .satisfies(record -> {
                    assertThat(record)
                            .containsEntry("displayName", "by the SDK")
                            .containsEntry("config.lr", comparable(0.1))
                            .containsEntry("config.model.depth", comparable(3))
                            .containsEntry("summary.verdict", "good");
                    assertThat(record.get("metadata.host"))
                            .isEqualTo(map(logged.get("metadata")).get("host"));
                });
    }

    @Test
    void theMetadataOfARunAreThoseOfTheSdk() {
        Run run = ask(LOGGED + "?operation=getRun&metadata=true", Run.class);

        assertThat(comparable(run.metadata())).isEqualTo(logged.get("metadata"));
        assertThat(run.host()).isNotNull();
        assertThat(run.program()).isNotNull();
    }

    @Test
    void getTableReadsTheTableOfTheSdk() throws Exception {
        List<@Nullable Object> rows = new ArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:table")
                        .to(PROJECT + "/tabled?operation=getTable&table=predictions")
                        .split(body())
                        .process(row -> rows.add(comparable(row.getMessage().getBody(Map.class))));
            }
        });

        ask("direct:table", "", Map.of());

        assertThat(rows).isEqualTo(SdkJson.parse("[{\"id\":1,\"score\":0.5},{\"id\":2,\"score\":0.75}]"));
    }

    @Test
    void scanHistoryReadsTheRowsOfTheSdk() {
        List<@Nullable Object> scanned =
                each(LOGGED + "?operation=scanHistory", Map.class, row -> comparable(Map.copyOf(row)));

        assertThat(scanned).hasSize(30);
        assertThat(rows(flat(scanned))).isEqualTo(rows(flat((List<?>) logged.get("scan"))));
    }

    /** The names of nested metrics as W&B has them. */
    private static List<Object> flat(List<?> rows) {
        return rows.stream()
                .<Object>map(row -> {
                    Map<String, @Nullable Object> flat = new TreeMap<>();
                    map(row).forEach((key, value) -> {
                        if (value instanceof Map<?, ?> nested) {
                            nested.forEach((name, leaf) -> flat.put(key + "." + name, leaf));
                        } else {
                            flat.put(key, value);
                        }
                    });
                    return flat;
                })
                .toList();
    }

    @Test
    void getHistoryReadsRowsOfTheSdk() {
        List<?> sample = ask(LOGGED + "?operation=getHistory&keys=loss&samples=10", List.class);

        assertThat(sample).hasSameSizeAs((List<?>) logged.get("sampled"));
        assertThat(rows(flat((List<?>) logged.get("scan"))))
                .extracting(row -> Map.of("_step", row.get("_step"), "loss", row.get("loss")))
                .containsAll(sample.stream().map(row -> map(comparable(row))).toList());
    }

    @Test
    void getSystemMetricsReadsThoseOfTheSdk() {
        List<?> system = ask(LOGGED + "?operation=getSystemMetrics", List.class);

        assertThat(system).isNotEmpty();
        assertThat(rows(system.stream().map(SdkJson::comparable).toList())).isEqualTo(rows(logged.get("system")));
    }

    @Test
    void getLogsReadsTheConsoleOfTheSdk() {
        assertThat(each(LOGGED + "?operation=getLogs", LogLine.class, LogLine::text))
                .contains("a line of the console");
    }

    @Test
    void listFilesAndDownloadFileReadTheFilesOfTheSdk(@TempDir Path folder) throws Exception {
        List<RunFile> files = each(LOGGED + "?operation=listFiles", RunFile.class, file -> file);

        assertThat(files)
                .hasSameSizeAs(map(logged.get("files")).keySet())
                .allSatisfy(file -> assertThat(comparable(List.of(file.sizeBytes(), file.md5())))
                        .as(file.name())
                        .isEqualTo(map(logged.get("files")).get(file.name())));
        ask(LOGGED + "?operation=downloadFile&fileName=folder/saved.txt&fileDir=" + folder, File.class);
        assertThat(folder.resolve("folder/saved.txt")).hasContent("saved by the SDK");
    }

    @Test
    void projectsAndSweepsAreThoseOfTheSdk() {
        assertThat(each(
                        "wandb:team/-?operation=listProjects",
                        Project.class,
                        project -> project.path().project()))
                .isEqualTo(read.get("projects"))
                .contains("vision", "fresh");
        assertThat(ask(PROJECT + "?operation=getProject", Project.class).path()).hasToString("team/vision");
        Sweep sweep = ask(PROJECT + "?operation=getSweep&sweep=s1", Sweep.class);
        assertThat(comparable(Map.of(
                        "id", sweep.id(), "state", sweep.state(), "method", sweep.method(), "runs", sweep.runCount())))
                .isEqualTo(logged.get("sweep"));
    }

    @Test
    void sweepsThatTheSdkMadeAreListedWithTheirConfiguration() {
        String made = String.valueOf(logged.get("made"));

        assertThat(each(PROJECT + "?operation=listSweeps", Sweep.class, Sweep::id))
                .containsExactlyInAnyOrder("s1", made);
        Sweep sweep = ask(PROJECT + "?operation=getSweep&sweep=" + made, Sweep.class);
        assertThat(sweep.method()).isEqualTo("bayes");
        assertThat(sweep.config()).contains("goal: minimize", "distribution: uniform");
    }

    @Test
    void reportsAreThoseThatTheSdkMadeAndSees() {
        assertThat(each(PROJECT + "?operation=listReports", Report.class, Report::title))
                .isEqualTo(logged.get("reports"))
                .containsExactly("What we learned");
    }

    @Test
    void viewerIsWhoTheSdkThinks() {
        Viewer viewer = ask("wandb:-/-?operation=viewer", Viewer.class);

        assertThat(viewer.username()).isEqualTo(logged.get("viewer"));
        assertThat(viewer.entity()).isEqualTo(logged.get("entity"));
    }

    // operations write, the SDK reads

    @Test
    void theSdkReadsWhatWasEdited() {
        Map<String, @Nullable Object> run = readBack("edited");

        assertThat(run.get("config")).isEqualTo(SdkJson.parse("{\"lr\":0.01,\"model\":{\"depth\":3}}"));
        assertThat(map(run.get("summary")))
                .containsEntry("best", comparable(0.97))
                .containsKey("loss")
                .doesNotContainKey("acc");
        assertThat(run)
                .containsEntry("name", "renamed")
                .containsEntry("notes", "by a route")
                .containsEntry("tags", List.of("early", "late"))
                .containsEntry("group", "g")
                .containsEntry("job_type", "etl")
                .containsEntry("state", "finished");
    }

    @Test
    void theSdkReadsTheRunThatWasMadeAndLoggedTo() {
        Map<String, @Nullable Object> run = readBack("made");

        assertThat(run)
                .containsEntry("name", "nightly")
                .containsEntry("tags", List.of("etl"))
                .containsEntry("state", "failed")
                .containsEntry("last_step", comparable(7));
        assertThat(run.get("config")).isEqualTo(Map.of("source", "plant 4"));
        assertThat(rows(run.get("scan")))
                .isEqualTo(
                        SdkJson.parse(
                                "[{\"_step\":0,\"loss\":2,\"t\":\"naïve\"},{\"_step\":1,\"loss\":1.5},{\"_step\":7,\"nested\":{\"a\":1}}]"));
        assertThat(map(run.get("summary")))
                .containsEntry("loss", comparable(1.5))
                .containsEntry("_step", comparable(7));
        assertThat(run.get("files")).isEqualTo(Map.of("folder/kept.txt", "kept"));
        assertThat(run.get("stopped")).isEqualTo(false);
        // what alerts there were the SDK does not tell
        assertThat(wandb.run("team/vision/made").alerts()).hasSize(1);
    }

    @Test
    void theSdkReadsTheRowsThatARewindLeft() {
        Map<String, @Nullable Object> run = readBack("rewound");

        assertThat(rows(run.get("scan"))).hasSize(5);
        assertThat(run.get("last_step")).isEqualTo(comparable(4));
    }

    @Test
    void theSdkLearnsThatARunIsToStop() {
        assertThat(readBack("stopped").get("stopped")).isEqualTo(true);
    }

    @Test
    void theSdkSeesThatASweepIsPaused() {
        assertThat(read.get("paused")).isEqualTo(List.of("PAUSED"));
    }

    @Test
    void theSdkDoesNotFindADeletedRun() {
        assertThat(read.get("deleted")).asString().contains("Could not find run");
    }
}
