// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run logged as a table, as rows. */
class RunTablesTest extends OperatingTestSupport {

    private static final String RUN = "team/vision/r1";
    private static final String FILE = "media/table/predictions_4_abc.table.json";
    private static final String TABLE = "wandb:" + RUN + "?operation=getTable";
    private static final Map<String, Object> REFERENCE =
            Map.of("_type", "table-file", "path", FILE, "nrows", 2, "ncols", 3);

    @TempDir
    Path folder;

    private void file(String content) {
        wandb.run(RUN).file(FILE, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The table, while its exchange lasts. */
    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> rows(String uri, Object body, Map<String, Object> headers) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        String start = "direct:rows" + context.getRoutes().size();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(start)
                        .to(uri)
                        .process(exchange -> exchange.getMessage()
                                .getBody(Iterator.class)
                                .forEachRemaining(row -> rows.add((Map<String, Object>) row)));
            }
        });
        Exception failure = template.request(start, exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
                })
                .getException();
        if (failure != null) {
            throw failure;
        }
        return rows;
    }

    @Test
    void rowsThatAreReadAfterTheExchangeHasEndedAreAnErrorThatSaysSo() {
        file("{\"columns\":[\"id\"],\"data\":[[1],[2]]}");
        Iterator<?> rows = answer(TABLE + "&fileName=" + FILE, Iterator.class);

        assertThatThrownBy(rows::next).hasMessageContaining(FILE).hasMessageContaining("in the route");
    }

    @Test
    void aReferenceInTheBodyIsReadAsRows() throws Exception {
        file(
                "{\"columns\":[\"id\",\"image\",\"score\"],\"data\":[[1,{\"_type\":\"image-file\",\"path\":\"media/images/a.png\"},0.5],"
                        + "[2,null,NaN]],\"ncols\":3,\"nrows\":2}");

        List<Map<String, Object>> rows = rows(TABLE, REFERENCE, Map.of());

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsExactly(
                        Map.entry("id", 1L),
                        Map.entry("image", Map.of("_type", "image-file", "path", "media/images/a.png")),
                        Map.entry("score", 0.5));
        assertThat(rows.get(1))
                .containsEntry("id", 2L)
                .containsEntry("image", null)
                .containsEntry("score", "NaN");
        assertThat(rows.get(1).keySet()).containsExactly("id", "image", "score");
    }

    @Test
    void theOptionAndTheHeaderNameAMetricOfTheSummary() throws Exception {
        file("{\"columns\":[\"a\"],\"data\":[[1]]}");
        wandb.run(RUN).log(4, Map.of("eval", Map.of("predictions", REFERENCE)));

        assertThat(rows(TABLE + "&table=eval.predictions", null, Map.of())).containsExactly(Map.of("a", 1L));
        assertThat(rows(TABLE + "&table=other", null, Map.of(WandbConstants.TABLE, "eval.predictions")))
                .containsExactly(Map.of("a", 1L));
    }

    @Test
    void theNameOfAFileDoesToo() throws Exception {
        file("{\"columns\":[\"a\"],\"data\":[[1]]}");

        assertThat(rows(TABLE, null, Map.of(WandbConstants.FILE_NAME, FILE))).containsExactly(Map.of("a", 1L));
    }

    @Test
    void columnsMayComeBehindTheRowsAndHaveNumbersOrTheSameName() throws Exception {
        file("{\"data\":[[1,2,3],[4,5,6]],\"columns\":[0,\"a\",\"a\"]}");

        assertThat(rows(TABLE, REFERENCE, Map.of()))
                .containsExactly(Map.of("0", 1L, "a", 2L, "a_2", 3L), Map.of("0", 4L, "a", 5L, "a_2", 6L));
    }

    @Test
    void anEmptyTableHasNoRows() throws Exception {
        file("{\"columns\":[\"a\"],\"data\":[]}");

        assertThat(rows(TABLE, REFERENCE, Map.of())).isEmpty();
    }

    @Test
    void aSplitStreamsTheRowsAndNothingIsLeftBehind() throws Exception {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            data.append(i == 0 ? "" : ",").append("[").append(i).append("]");
        }
        file("{\"columns\":[\"i\"],\"data\":[" + data + "]}");
        long before = temporaries();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to(TABLE).split(body()).streaming().to("mock:row");
            }
        });
        getMockEndpoint("mock:row").expectedMessageCount(5_000);

        template.sendBody("direct:start", REFERENCE);

        getMockEndpoint("mock:row").assertIsSatisfied();
        // other tests, in processes of their own, have some for a moment
        await().untilAsserted(() -> assertThat(temporaries()).isLessThanOrEqualTo(before));
    }

    private static long temporaries() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("wandb-"))
                    .count();
        }
    }

    @Test
    void withADirectoryTheFileStays() throws Exception {
        file("{\"columns\":[\"a\"],\"data\":[[1]]}");

        assertThat(rows(TABLE + "&fileDir=" + folder, REFERENCE, Map.of())).hasSize(1);

        assertThat(folder.resolve(FILE)).exists();
    }

    @Test
    void aFileThatIsNoTableIsAnErrorWithItsName() {
        for (String content : List.of(
                "[]",
                "{\"columns\":[\"a\"]}",
                "{\"data\":[]}",
                "",
                "{\"columns\":{\"a\":1},\"data\":[]}",
                "{\"columns\":[\"a\"],\"data\":[{}]}",
                "{\"columns\":[\"a\"],\"data\":[[1,2]]}",
                "{\"columns\":[\"a\"],\"data\":[[1],")) {
            file(content);

            assertThatThrownBy(() -> rows(TABLE, REFERENCE, Map.of()))
                    .as(content)
                    .hasMessageContaining(FILE)
                    .hasCauseInstanceOf(WandbServerIncompatibleException.class);
        }
    }

    @Test
    void aTableThatIsNotThereIsNotFound() {
        wandb.run(RUN).log(0, Map.of("loss", 0.5));

        refusal(TABLE + "&table=predictions", null, Map.of())
                .hasMessageContaining("predictions")
                .hasMessageContaining(RUN)
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal(TABLE + "&table=loss", null, Map.of())
                .hasMessageContaining("loss")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal(TABLE, REFERENCE, Map.of()).hasMessageContaining(FILE).hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void whatNamesNoTableIsRefused() {
        wandb.run(RUN);

        refusal(TABLE, null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option table")
                .hasMessageContaining("CamelWandbTable");
        refusal(TABLE, Map.of("_type", "image-file", "path", "media/images/a.png"), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image-file");
        refusal(TABLE, Map.of("_type", "table-file", "path", "../a.json"), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../a.json");
        refusal(TABLE, Map.of("_type", "table-file"), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path");
        assertThat(requests("RunFile")).isZero();
    }
}
