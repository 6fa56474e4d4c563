// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.simulator.store.RowShape;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExportTest {

    private static final String RUN = "team/vision/r1";
    private static final String ALL = "(minStep: 0, maxStep: 100, samples: 100)";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private SimulatedRun run;
    private Caller caller;

    @BeforeEach
    void connect() {
        run = wandb.run(RUN);
        caller = Caller.of(wandb.simulator());
    }

    private JsonNode parquet(String liveKeys) {
        return caller.run(RUN, "parquetHistory(liveKeys: " + liveKeys + ") { parquetUrls liveData }")
                .path("parquetHistory");
    }

    private JsonNode row(int index) {
        return Caller.tree(
                caller.run(RUN, "history" + ALL).path("history").path(index).asText());
    }

    @Test
    void aLiveRunHasNoExport() {
        run.logs(0, 3);

        assertThat(parquet("[\"_step\"]")).isEqualTo(Caller.tree("{\"parquetUrls\":[],\"liveData\":null}"));
    }

    @Test
    void rowsThatAreNotExportedAreLive() {
        run.log(0, Map.of("loss", 3))
                .log(1, Map.of("loss", 2))
                .log(2, Map.of("loss", 1))
                .exportBelow(2);

        assertThat(parquet("[\"_step\"]").path("liveData")).isEqualTo(Caller.tree("[{\"_step\":2}]"));
        assertThat(parquet("[\"_step\", \"loss\"]").path("liveData"))
                .isEqualTo(Caller.tree("[{\"_step\":2,\"loss\":1}]"));
        assertThat(parquet("[\"_step\"]").path("parquetUrls")).hasSize(1);
    }

    @Test
    void aRunThatIsExportedAsAWholeHasNoLiveRows() {
        run.logs(0, 3).exportBelow(3);

        assertThat(parquet("[\"_step\"]").path("liveData")).isEqualTo(Caller.tree("[]"));
    }

    @Test
    void aRowThatComesLateIsLive() {
        run.log(0, Map.of()).log(2, Map.of()).exportBelow(10).hideExport().log(1, Map.of());

        assertThat(parquet("[\"_step\"]").path("liveData")).isEqualTo(Caller.tree("[{\"_step\":1}]"));
        assertThat(caller.steps(RUN, ALL)).containsExactly(1L);
    }

    @Test
    void theUrlLeadsToTheFileOfItsName() {
        run.logs(0, 3).exportBelow(3).file("team_vision_r1_0.runhistory.parquet", new byte[] {1, 2});

        String url = parquet("[\"_step\"]").at("/parquetUrls/0").asText();

        assertThat(caller.send(caller.request(url)).response().body()).containsExactly(1, 2);
    }

    @Test
    void theHistoryGoesOnServingExportedRows() {
        run.logs(0, 5).exportBelow(3);

        assertThat(caller.steps(RUN, ALL)).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void theHistoryMayServeExportedRowsNoLonger() {
        run.logs(0, 5).exportBelow(3).hideExport();

        assertThat(caller.steps(RUN, ALL)).containsExactly(3L, 4L);
        assertThat(caller.sampled(RUN, "{\"keys\":[\"_step\"]}")).hasSize(2);
        assertThat(caller.run(RUN, "historyLineCount").path("historyLineCount").asInt())
                .isEqualTo(5);
        assertThat(run.rows()).hasSize(5);
    }

    @Test
    void exportedRowsMayHaveNullsForAbsentKeys() {
        run.logJson("{\"_step\":0,\"a\":1}")
                .logJson("{\"_step\":1,\"b\":2}")
                .logJson("{\"_step\":2,\"c\":3}")
                .exportBelow(2)
                .exportedAs(RowShape.NULL_FOR_ABSENT);

        assertThat(row(0)).isEqualTo(Caller.tree("{\"_step\":0,\"a\":1,\"b\":null}"));
        assertThat(row(1)).isEqualTo(Caller.tree("{\"_step\":1,\"b\":2,\"a\":null}"));
        assertThat(row(2)).isEqualTo(Caller.tree("{\"_step\":2,\"c\":3}"));
        assertThat(caller.sampled(RUN, "{\"keys\":[\"_step\",\"a\"]}"))
                .isEqualTo(Caller.tree("[{\"_step\":0,\"a\":1},{\"_step\":1,\"a\":null}]"));
    }

    @Test
    void exportedNumbersMayHaveFractions() {
        run.logJson("{\"_step\":0,\"a\":3,\"b\":{\"c\":[1]},\"t\":\"x\"}").exportBelow(1);

        run.exportedAs(RowShape.FLOATS_FOR_INTEGERS);

        assertThat(row(0)).isEqualTo(Caller.tree("{\"_step\":0,\"a\":3.0,\"b\":{\"c\":[1.0]},\"t\":\"x\"}"));

        run.exportedAs(RowShape.FLOAT_STEPS);

        assertThat(row(0)).isEqualTo(Caller.tree("{\"_step\":0.0,\"a\":3,\"b\":{\"c\":[1]},\"t\":\"x\"}"));
        assertThat(caller.steps(RUN, "(minStep: 0, maxStep: 1, samples: 1)")).containsExactly(0L);
        assertThat(run.lines()).containsExactly("{\"_step\":0,\"a\":3,\"b\":{\"c\":[1]},\"t\":\"x\"}");
    }
}
