// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are listed and deleted. */
class ManageFilesTest extends OperatingTestSupport {

    private static final String RUN = "team/vision/r1";
    private static final String LIST = "wandb:" + RUN + "?operation=listFiles";
    private static final String DELETE = "wandb:" + RUN + "?operation=deleteFile&fileName=a.txt";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> names(String uri, Map<String, ?> headers) {
        Iterator<?> files = answer(uri, null, headers).getMessage().getBody(Iterator.class);
        return take(files, 1000, RunFile.class).stream().map(RunFile::name).toList();
    }

    @Test
    void listFilesAnswersWhatWandbKnowsOfEach() {
        wandb.run(RUN).file("a.txt", bytes("hello"));

        RunFile file = (RunFile) answer(LIST, Iterator.class).next();

        assertThat(file.name()).isEqualTo("a.txt");
        assertThat(file.sizeBytes()).isEqualTo(5);
        assertThat(file.md5()).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
        assertThat(file.mimeType()).isEqualTo("text/plain");
        assertThat(file.updatedAt()).isNotNull();
        assertThat(file.url()).isEqualTo(wandb.baseUrl() + "/files/team/vision/r1/a.txt");
    }

    @Test
    void whatWandbKnowsOfAFileBecomesJson() {
        wandb.run(RUN).file("a.txt", bytes("hello"));
        RunFile file = (RunFile) answer(LIST, Iterator.class).next();

        JsonNode tree = context.getTypeConverter().convertTo(JsonNode.class, file);

        assertThat(tree.path("name").asText()).isEqualTo("a.txt");
        assertThat(tree.path("updatedAt").asText()).isEqualTo(String.valueOf(file.updatedAt()));
        assertThat(context.getTypeConverter().convertTo(String.class, file))
                .startsWith("{\"name\":\"a.txt\",\"sizeBytes\":5,");
    }

    @Test
    void listFilesAsksForAPageWhenItGetsThere() {
        SimulatedRun run = wandb.run(RUN);
        for (int i = 0; i < 25; i++) {
            run.file("f%02d".formatted(i), bytes("x"));
        }

        Iterator<?> files = answer(LIST + "&pageSize=10", Iterator.class);

        assertThat(requests("RunFiles")).isEqualTo(1);
        assertThat(take(files, 11, RunFile.class)).last().hasToString("f10");
        assertThat(requests("RunFiles")).isEqualTo(2);
        assertThat(take(files, 1000, RunFile.class)).hasSize(14);
        assertThat(requests("RunFiles")).isEqualTo(3);
    }

    @Test
    void aPatternSelectsAndAMessageMayNameAnother() {
        wandb.run(RUN).file("a.json", bytes("")).file("b.txt", bytes("")).file("media/c.json", bytes(""));

        assertThat(names(LIST, Map.of())).containsExactly("a.json", "b.txt", "media/c.json");
        assertThat(names(LIST + "&filePattern=RAW(%.json)", Map.of())).containsExactly("a.json", "media/c.json");
        assertThat(names(LIST + "&filePattern=RAW(%.json)", Map.of(WandbConstants.FILE_PATTERN, "media/%")))
                .containsExactly("media/c.json");
    }

    @Test
    void aRunWithoutFilesHasNone() {
        wandb.run(RUN);

        assertThat(names(LIST, Map.of())).isEmpty();
    }

    @Test
    void filesOfAnUnknownRunAreNotFound() {
        wandb.run(RUN);

        refusal("wandb:team/vision/none?operation=listFiles", null, Map.of())
                .hasMessageContaining("team/vision/none")
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void deleteFileDeletesTheOneAndAnswersWhatItWas() {
        SimulatedRun run = wandb.run(RUN).file("a.txt", bytes("hello")).file("b.txt", bytes(""));

        RunFile file = answer(DELETE, RunFile.class);

        assertThat(file.sizeBytes()).isEqualTo(5);
        assertThat(run.files()).containsOnlyKeys("b.txt");
    }

    @Test
    void aFileThatIsNotThereCannotBeDeleted() {
        wandb.run(RUN).file("b.txt", bytes(""));

        refusal(DELETE, null, Map.of()).hasMessageContaining("a.txt").hasCauseInstanceOf(WandbNotFoundException.class);
        refusal("wandb:team/vision/none?operation=deleteFile&fileName=a.txt", null, Map.of())
                .hasMessageContaining("team/vision/none")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        assertThat(requests("DeleteFiles")).isZero();
    }

    @Test
    void whoMayNotDeleteIsTold() {
        wandb.run(RUN).file("a.txt", bytes(""));
        wandb.simulator().faults().add(Fault.errors("permission denied").on("DeleteFiles"));

        refusal(DELETE, null, Map.of()).hasCauseInstanceOf(WandbPermissionException.class);
    }

    @Test
    void aMessageMayNotHaveAFileDeletedByChoosingSoNorInAnotherProject() {
        SimulatedRun run = wandb.run(RUN).file("a.txt", bytes(""));
        SimulatedRun other = wandb.run("team/speech/r1").file("a.txt", bytes(""));

        refusal(
                        "wandb:" + RUN + "?operation=uploadFile&fileName=a.txt",
                        "x",
                        Map.of(WandbConstants.OPERATION, "deleteFile"))
                .hasMessageContaining("destroys");
        refusal(DELETE, null, Map.of(WandbConstants.OVERRIDE_PROJECT, "speech"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbOverrideProject=speech");

        assertThat(run.files()).containsOnlyKeys("a.txt");
        assertThat(other.files()).containsOnlyKeys("a.txt");
    }

    @Test
    void whatWasReadOrWrittenBeforeIsNotWhatIsDeleted(@TempDir Path folder) throws Exception {
        SimulatedRun run = wandb.run(RUN).file("output.log", bytes("new")).file("old.log", bytes("old"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:" + RUN + "?operation=downloadFile&fileName=output.log&fileDir=" + folder)
                        .to("wandb:" + RUN + "?operation=uploadFile&fileName=copy.log")
                        .to("wandb:team/vision?operation=exportRuns&exportFormat=csv&fileDir=" + folder)
                        .to("wandb:" + RUN + "?operation=deleteFile&fileName=old.log");
            }
        });

        template.sendBody("direct:start", null);

        assertThat(run.files()).containsOnlyKeys("output.log", "copy.log");
    }

    @Test
    void theRunMayComeFromTheMessage() {
        SimulatedRun run = wandb.run("team/vision/r2").file("a.txt", bytes(""));

        answer(
                "wandb:team/vision?operation=deleteFile",
                null,
                Map.of(WandbConstants.OVERRIDE_RUN_ID, "r2", WandbConstants.FILE_NAME, "a.txt"));

        assertThat(run.files()).isEmpty();
    }
}
