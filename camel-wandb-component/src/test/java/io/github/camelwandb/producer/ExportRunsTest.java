// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.FlatRun;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportRunsTest extends OperatingTestSupport {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private SimulatedRun run(String id) {
        return wandb.run("team/vision/" + id);
    }

    private void runs(int count) {
        for (int i = 0; i < count; i++) {
            run("r" + i).config(Map.of("lr", i / 10.0));
        }
    }

    private String csvEndpoint() {
        return "wandb:team/vision?operation=exportRuns&exportFormat=csv&fileDir=" + folder;
    }

    private Path csv(String options) {
        return answer(csvEndpoint() + options, File.class).toPath();
    }

    /** As a reader of CSV has it: no line of it is touched by our writer's code. */
    private static List<Map<String, String>> parsed(Path csv) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        CsvMapper mapper =
                CsvMapper.csvBuilder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
        try (var all = mapper.readerFor(String[].class).<String[]>readValues(csv.toFile())) {
            while (all.hasNextValue()) {
                rows.add(Arrays.asList(all.nextValue()));
            }
        }
        List<Map<String, String>> maps = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            assertThat(row).hasSameSizeAs(rows.get(0));
            Map<String, String> map = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                map.put(rows.get(0).get(i), row.get(i));
            }
            maps.add(map);
        }
        return maps;
    }

    private static List<String> header(Path csv) throws IOException {
        return List.of(Files.readAllLines(csv).get(0).split(","));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> records(String options) {
        List<?> records =
                take(answer("wandb:team/vision?operation=exportRuns" + options, Iterator.class), 1000, Map.class);
        return (List<Map<String, Object>>) records;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    // records

    @Test
    void aRecordIsFlatAndItsColumnsAreInOrder() {
        run("r1")
                .displayName("first")
                .config(Map.of("name", "resnet", "opt", Map.of("name", "adam", "lr", 0.1), "layers", List.of(1, 2)))
                .log(0, Map.of("loss", Map.of("train", 0.5, "val", 1.0), "acc", 0.25));

        Map<String, Object> record = records("").get(0);

        assertThat(record)
                .containsEntry("runId", "r1")
                .containsEntry("displayName", "first")
                .containsEntry("state", "running")
                .containsEntry("config.name", "resnet")
                .containsEntry("config.opt.name", "adam")
                .containsEntry("config.opt.lr", 0.1)
                .containsEntry("config.layers", List.of(1L, 2L))
                .containsEntry("summary.loss.train", 0.5)
                .containsEntry("summary.loss.val", 1L)
                .containsEntry("summary.acc", 0.25);
        List<String> columns = List.copyOf(record.keySet());
        int others = FlatRun.OF_EACH_RUN.size();
        assertThat(columns.subList(0, others)).isEqualTo(FlatRun.OF_EACH_RUN);
        assertThat(columns.subList(others, others + 4))
                .containsExactly("config.layers", "config.name", "config.opt.lr", "config.opt.name");
        assertThat(columns.subList(others + 4, columns.size())).allMatch(column -> column.startsWith("summary."));
        assertThat(columns.subList(others + 4, columns.size())).isSorted();
    }

    @Test
    void aRecordHasAllThatARunSaysOfItself() {
        run("r1");

        Run run = answer("wandb:team/vision/r1?operation=getRun", Run.class);

        assertThat(run.asMap().keySet())
                .containsAll(FlatRun.OF_EACH_RUN)
                .filteredOn(name -> !FlatRun.OF_EACH_RUN.contains(name))
                .containsExactlyInAnyOrder("config", "summary");
    }

    @Test
    void recordsComeByPageAndEachOnce() {
        runs(5);

        Iterator<?> records = answer("wandb:team/vision?operation=exportRuns&pageSize=2", Iterator.class);

        assertThat(requests("runs")).isEqualTo(1);
        assertThat(take(records, 100, Map.class))
                .extracting(each -> each.get("runId"))
                .containsExactly("r0", "r1", "r2", "r3", "r4");
        assertThat(requests("runs")).isEqualTo(3);
    }

    @Test
    void referencesToMediaStayWhatTheyAre() {
        run("r1").log(0, Map.of("table", Map.of("_type", "table-file", "path", "media/table/a.json", "nrows", 2)));

        assertThat(records("").get(0))
                .containsEntry(
                        "summary.table", Map.of("_type", "table-file", "path", "media/table/a.json", "nrows", 2L))
                .doesNotContainKey("summary.table.path");
    }

    @Test
    void aRouteReadsAColumnByItsDottedName() throws Exception {
        run("r1").config(Map.of("lr", 0.1)).log(0, Map.of("loss", Map.of("val", 0.5)));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:team/vision?operation=exportRuns")
                        .split(body())
                        .streaming()
                        .setBody(simple("${body[runId]} ${body[config.lr]} ${body[summary.loss.val]}"))
                        .to("mock:run");
            }
        });
        getMockEndpoint("mock:run").expectedBodiesReceived("r1 0.1 0.5");

        template.sendBody("direct:start", null);

        getMockEndpoint("mock:run").assertIsSatisfied();
    }

    @Test
    void ofTwoEntriesWithOneNameTheLessNestedStays() {
        run("r1").config(Map.of("a", Map.of("b", "nested"), "a.b", "dotted"));

        assertThat(records("").get(0)).containsEntry("config.a.b", "dotted");
    }

    @Test
    void filterAndOrderAreThoseOfQueryRuns() {
        runs(4);
        run("r1").finished();
        run("r2").finished();

        assertThat(records("&state=finished&order=-created_at"))
                .extracting(each -> each.get("runId"))
                .containsExactlyInAnyOrder("r1", "r2");
        Exchange exchange = answer(csvEndpoint(), null, Map.of(WandbConstants.FILTER, "{\"state\":\"finished\"}"));
        assertThat(exchange.getMessage().getHeader(WandbConstants.ROW_COUNT)).isEqualTo(2);
    }

    // CSV

    @Test
    void theHeaderCoversAllRuns() throws IOException {
        run("r1").config(Map.of("lr", 0.1)).log(0, Map.of("loss", 0.5));
        run("r2").config(Map.of("Batch", 64)).log(0, Map.of("acc", 0.75));

        Path csv = csv("&pageSize=1");

        assertThat(header(csv))
                .startsWith("entity", "project", "runId")
                .containsSubsequence("url", "config.Batch", "config.lr", "summary._step", "summary.acc", "summary.loss")
                .doesNotHaveDuplicates();
        assertThat(parsed(csv)).hasSize(2);
        assertThat(parsed(csv).get(0))
                .containsEntry("config.lr", "0.1")
                .containsEntry("config.Batch", "")
                .containsEntry("summary.loss", "0.5");
        assertThat(parsed(csv).get(1)).containsEntry("config.Batch", "64").containsEntry("summary.acc", "0.75");
    }

    @Test
    void theFileStaysInTheDirectoryUnderItsNameAndSaysWhatItIs() throws IOException {
        runs(3);

        Exchange exchange = answer(csvEndpoint() + "&fileName=nightly/all.csv", null, Map.of());

        Path csv = folder.resolve("nightly/all.csv");
        assertThat(exchange.getMessage().getBody()).isEqualTo(csv.toFile());
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(Exchange.FILE_NAME, "nightly/all.csv")
                .containsEntry(Exchange.FILE_LENGTH, Files.size(csv))
                .doesNotContainKey(WandbConstants.FILE_NAME)
                .containsEntry(WandbConstants.FILE_MIME_TYPE, "text/csv")
                .containsEntry(WandbConstants.ROW_COUNT, 3);
        assertThat(names(folder.resolve("nightly"))).containsExactly("all.csv");
    }

    @Test
    void twoExportsOfTheSameRunsAreTheSame() throws IOException {
        for (int i = 0; i < 20; i++) {
            run("r" + i).config(Map.of("k" + i % 7, i, "z" + i, "v"));
        }

        byte[] first = Files.readAllBytes(csv(""));

        assertThat(Files.readAllBytes(csv("&pageSize=3"))).isEqualTo(first);
    }

    @Test
    void valuesAreQuotedWhereTheyMustBe() throws IOException {
        String odd = "a,\"b\"\r\nc;d\n";
        run("r1")
                .config(Map.of(
                        "odd", odd, "list", List.of("x,y", 1), "space", " s ", "empty", "", "yes", true, "k,\"", 1));

        Path csv = csv("");

        assertThat(parsed(csv).get(0))
                .containsEntry("config.odd", odd)
                .containsEntry("config.list", "[\"x,y\",1]")
                .containsEntry("config.space", " s ")
                .containsEntry("config.empty", "")
                .containsEntry("config.yes", "true")
                .containsEntry("config.k,\"", "1");
        assertThat(Files.readString(csv)).contains("\"a,\"\"b\"\"\r\nc;d\n\"").contains("\"[\"\"x,y\"\",1]\"");
    }

    @Test
    void anEmptyTextIsNotTheSameAsNoValue() throws IOException {
        run("r1").config(Map.of("a", ""));
        run("r2").config(Map.of("b", "x"));

        List<String> lines = Files.readAllLines(csv(""));

        assertThat(lines.get(1)).contains(",\"\",");
        assertThat(lines.get(2)).doesNotContain("\"\"");
    }

    @Test
    void formulasAreMadeTextsAndNumbersStayNumbers() throws IOException {
        run("r1")
                .displayName("@SUM(A1)")
                .config(Map.of(
                        "a", "=1+1", "b", "+x", "c", "-x", "d", "\tx", "e", "\rx", "f", -0.5, "g", "x=1", "h",
                        "\uFF1D1"));

        assertThat(parsed(csv("")).get(0))
                .containsEntry("displayName", "'@SUM(A1)")
                .containsEntry("config.a", "'=1+1")
                .containsEntry("config.b", "'+x")
                .containsEntry("config.c", "'-x")
                .containsEntry("config.d", "'\tx")
                .containsEntry("config.e", "'\rx")
                .containsEntry("config.f", "-0.5")
                .containsEntry("config.g", "x=1")
                .containsEntry("config.h", "'\uFF1D1");
        assertThat(parsed(csv("&escapeFormulas=false")).get(0))
                .containsEntry("displayName", "@SUM(A1)")
                .containsEntry("config.a", "=1+1");
    }

    @Test
    void numbersThatAreNoneAppearAsTheOptionSays() throws IOException {
        run("r1").log(0, Map.of("a", "NaN", "b", "-Infinity"));

        assertThat(parsed(csv("")).get(0)).containsEntry("summary.a", "NaN").containsEntry("summary.b", "-Infinity");
        assertThat(parsed(csv("&nonFinite=null")).get(0))
                .containsEntry("summary.a", "")
                .containsEntry("summary.b", "");
        assertThat(parsed(csv("&nonFinite=number")).get(0)).containsEntry("summary.b", "-Infinity");
    }

    @Test
    void halfASurrogatePairDoesNotBreakTheFile() throws IOException {
        run("r1").config(Map.of("a", "x\uD83D", "b", "\uD83D\uDE00"));

        assertThat(parsed(csv("")).get(0)).containsEntry("config.a", "x?").containsEntry("config.b", "\uD83D\uDE00");
    }

    @Test
    void withoutRunsThereIsAHeaderAllTheSame() throws IOException {
        wandb.simulator().project("team/vision");

        Path csv = csv("");

        assertThat(Files.readAllLines(csv)).hasSize(1);
        assertThat(header(csv)).isEqualTo(FlatRun.OF_EACH_RUN);
    }

    // JSON Lines

    @Test
    void jsonLinesHaveARunEach() throws IOException {
        run("r1").config(Map.of("a", "x\ny", "lr", 1e-5)).log(0, Map.of("loss", "NaN"));
        run("r2");

        Exchange exchange = answer(csvEndpoint(), null, Map.of(WandbConstants.EXPORT_FORMAT, "JSONL"));

        Path file = folder.resolve("runs.jsonl");
        assertThat(exchange.getMessage().getBody()).isEqualTo(file.toFile());
        assertThat(exchange.getMessage().getHeader(WandbConstants.FILE_MIME_TYPE))
                .isEqualTo("application/x-ndjson");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.path("config.a").asText()).isEqualTo("x\ny");
        assertThat(first.path("summary.loss").asText()).isEqualTo("NaN");
        assertThat(lines.get(0)).contains("\"config.lr\":0.00001");
        assertThat(first.path("group").isNull()).isTrue();
    }

    // files that come and go

    @Test
    void aTemporaryFileIsGoneWhenTheExchangeEnds() throws Exception {
        runs(2);
        List<File> seen = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:team/vision?operation=exportRuns&exportFormat=csv")
                        .process(exchange -> {
                            seen.add((File) exchange.getMessage().getBody());
                            assertThat(seen.get(0)).exists().hasName("runs.csv");
                        })
                        .to("file:" + folder);
            }
        });

        template.sendBody("direct:start", null);

        assertThat(seen.get(0)).doesNotExist();
        assertThat(parsed(folder.resolve("runs.csv"))).hasSize(2);
    }

    @Test
    void aPageThatFailsLeavesNothingBehindAndTheOldFileAsItWas() throws IOException {
        runs(4);
        Files.writeString(folder.resolve("runs.csv"), "old");
        long rows = spooled();
        wandb.simulator().faults().add(Fault.status(503).on("runs").after(1));

        refusal(csvEndpoint() + "&pageSize=2", null, Map.of()).hasCauseInstanceOf(WandbUnavailableException.class);

        assertThat(names(folder)).containsExactly("runs.csv");
        assertThat(folder.resolve("runs.csv")).hasContent("old");
        // other tests, in processes of their own, have some for a moment
        await().untilAsserted(() -> assertThat(spooled()).isLessThanOrEqualTo(rows));
    }

    private static long spooled() throws IOException {
        return names(Path.of(System.getProperty("java.io.tmpdir"))).stream()
                .filter(name -> name.startsWith("wandb-") && name.endsWith(".rows"))
                .count();
    }

    @Test
    void aFileThatCannotBeWrittenFailsTheExchange() throws IOException {
        runs(1);
        Files.createDirectory(folder.resolve("runs.jsonl"));

        refusal(csvEndpoint(), null, Map.of(WandbConstants.EXPORT_FORMAT, "jsonl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a directory");
    }

    // what is refused

    @Test
    void anUnknownFormatIsRefusedWithThoseThereAre() {
        refusal("wandb:team/vision?operation=exportRuns", null, Map.of(WandbConstants.EXPORT_FORMAT, "xlsx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbExportFormat=xlsx")
                .hasMessageContaining("csv");
    }

    @Test
    void aNameThatLeavesTheDirectoryIsRefused() {
        runs(1);

        refusal(csvEndpoint(), null, Map.of(WandbConstants.FILE_NAME, "../a.csv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbFileName");
        assertThat(requests("runs")).isZero();
    }

    @Test
    void anUnknownProjectIsNotFoundInEachFormat() {
        for (String format : List.of("records", "jsonl", "csv")) {
            refusal("wandb:team/nowhere?operation=exportRuns&exportFormat=" + format, null, Map.of())
                    .hasMessageContaining("team/nowhere")
                    .hasCauseInstanceOf(WandbNotFoundException.class);
        }
    }
}
