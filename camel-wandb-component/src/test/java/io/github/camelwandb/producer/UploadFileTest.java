// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadFileTest extends OperatingTestSupport {

    private static final String RUN = "team/vision/r1";
    private static final String UPLOAD = "wandb:" + RUN + "?operation=uploadFile&fileName=a.txt";

    @TempDir
    static Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Object> bodies() throws IOException {
        Path file = Files.writeString(folder.resolve("local.txt"), "h\u00e9llo");
        byte[] bytes = bytes("h\u00e9llo");
        return Stream.of(
                "h\u00e9llo",
                bytes,
                file,
                file.toFile(),
                new ByteArrayInputStream(bytes),
                new InputStreamCache(bytes),
                new StringBuilder("h\u00e9llo"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyOfAnyKindBecomesTheFile(Object body) {
        SimulatedRun run = wandb.run(RUN);

        Exchange exchange = answer(UPLOAD, body, Map.of());

        assertThat(run.files()).containsExactly(entry("a.txt", bytes("h\u00e9llo")));
        RunFile file = exchange.getMessage().getBody(RunFile.class);
        assertThat(file.name()).isEqualTo("a.txt");
        assertThat(file.sizeBytes()).isEqualTo(6);
        assertThat(file.mimeType()).isEqualTo("text/plain");
        assertThat(exchange.getMessage().getHeader(WandbConstants.FILE_MD5)).isEqualTo(file.md5());
    }

    @Test
    void aFileOfTheFileComponentKeepsItsName() throws Exception {
        SimulatedRun run = wandb.run(RUN);
        Path inbox = Files.createDirectories(folder.resolve("inbox/media"));
        Files.writeString(inbox.resolve("b.txt"), "hello");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder.resolve("inbox") + "?recursive=true&initialDelay=0&delay=100")
                        .to("wandb:" + RUN + "?operation=uploadFile")
                        .to("mock:end");
            }
        });
        getMockEndpoint("mock:end").expectedMessageCount(1);

        getMockEndpoint("mock:end").assertIsSatisfied();

        assertThat(run.files()).containsExactly(entry("media/b.txt", bytes("hello")));
    }

    @Test
    void theHeaderOfOursWinsOverTheOptionAndTheOptionOverTheNameOfTheBody() {
        SimulatedRun run = wandb.run(RUN);
        Map<String, String> headers = new HashMap<>(Map.of(Exchange.FILE_NAME, "c.txt"));

        answer(UPLOAD, "x", headers);
        headers.put(WandbConstants.FILE_NAME, "b.txt");
        answer(UPLOAD, "x", headers);

        assertThat(run.files()).containsOnlyKeys("a.txt", "b.txt");
    }

    @Test
    void anEmptyTextIsAnEmptyFileAndNoBodyIsRefused() {
        SimulatedRun run = wandb.run(RUN);

        answer(UPLOAD, "", Map.of());
        refusal(UPLOAD.replace("a.txt", "b.txt"), null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body is empty");

        assertThat(run.files()).containsExactly(entry("a.txt", new byte[0]));
    }

    @Test
    void whatIsNoFileIsRefusedAndNothingIsAsked() {
        wandb.run(RUN);
        File none = new File(folder.toFile(), "none");

        for (Object missing : List.of(none, none.toPath())) {
            refusal(UPLOAD, missing, Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The body names " + none + ", which is not there: ");
        }
        refusal(UPLOAD, folder, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The body names " + folder + ", which is a folder: ");
        refusal(UPLOAD, new Object(), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
        assertThat(requests("CreateRunFiles")).isZero();
    }

    @Test
    void aFileThatMayNotBeReadIsRefusedAndNothingIsAsked() throws IOException {
        wandb.run(RUN);
        Path secret = Files.writeString(folder.resolve("secret.txt"), "x");
        assumeThat(secret.toFile().setReadable(false) && !Files.isReadable(secret))
                .as("somebody who may not read everything")
                .isTrue();

        refusal(UPLOAD, secret, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The body names " + secret + ", which this process may not read: ");
        assertThat(requests("CreateRunFiles")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.txt", "/etc/passwd", "a/../b", "a\\..\\b"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        SimulatedRun run = wandb.run(RUN);

        for (String header : List.of(WandbConstants.FILE_NAME, Exchange.FILE_NAME)) {
            refusal("wandb:" + RUN + "?operation=uploadFile", "x", Map.of(header, name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(header);
        }

        assertThat(run.files()).isEmpty();
    }

    @Test
    void withoutAnyNameItIsRefused() {
        wandb.run(RUN);

        refusal("wandb:" + RUN + "?operation=uploadFile", "x", Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbFileName")
                .hasMessageContaining("CamelFileName");
    }

    @Test
    void anUnknownRunGetsNoFile() {
        wandb.run(RUN);

        refusal("wandb:team/vision/none?operation=uploadFile&fileName=a", "x", Map.of())
                .hasMessageContaining("Run team/vision/none does not exist")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        assertThat(requests("CreateRunFiles")).isZero();
    }

    @Test
    void anUploadThatBreaksIsSentAgainWhole() {
        SimulatedRun run = wandb.run(RUN);
        context.getComponent("wandb", WandbComponent.class).setMaxAttempts(2);
        wandb.simulator().faults().add(Fault.connectionReset().on("file").times(1));
        InputStream once = new ByteArrayInputStream(new byte[200_000]);

        answer(UPLOAD, once, Map.of());

        assertThat(run.files()).containsExactly(entry("a.txt", new byte[200_000]));
        assertThat(requests("file")).isEqualTo(2);
    }

    @Test
    void anAddressThatHasExpiredIsReplaced() {
        SimulatedRun run = wandb.run(RUN);
        wandb.simulator().faults().before("file", 1, () -> wandb.simulator().expireLinks());

        answer(UPLOAD, "hello", Map.of());

        assertThat(run.files()).containsOnlyKeys("a.txt");
        assertThat(wandb.simulator().requests("file"))
                .extracting(RecordedRequest::status)
                .containsExactly(403, 200);
    }

    @Test
    void aStorageThatFailsIsNamedWithoutTheAddressThatIsAPermission() {
        wandb.run(RUN);
        wandb.simulator().faults().add(Fault.status(503).on("file"));

        refusal(UPLOAD, "x", Map.of())
                .hasMessageContaining("team/vision/r1/a.txt")
                .hasMessageContaining("503")
                .hasMessageNotContaining("signature")
                .hasCauseInstanceOf(WandbUnavailableException.class);
    }

    @Test
    void whoMayNotWriteIsTold() {
        wandb.run(RUN);
        wandb.simulator().faults().add(Fault.errors("permission denied").on("CreateRunFiles"));

        refusal(UPLOAD, "x", Map.of()).hasCauseInstanceOf(WandbPermissionException.class);
    }

    @Test
    void aFileThatTheServerIsSlowToShowIsAnsweredAsItWasSent() {
        wandb.run(RUN);
        wandb.simulator().faults().before("RunFile", 2, () -> wandb.run(RUN).file("a.txt", bytes("older")));

        RunFile file = answer(UPLOAD, "hello", Map.of()).getMessage().getBody(RunFile.class);

        assertThat(file.sizeBytes()).isEqualTo(5);
        assertThat(file.md5()).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
        assertThat(file.updatedAt()).isNull();
    }

    @Test
    void aMessageMayNotChooseItOnAnEndpointThatReads() {
        SimulatedRun run = wandb.run(RUN);

        refusal("wandb:" + RUN, "x", Map.of(WandbConstants.OPERATION, "uploadFile", WandbConstants.FILE_NAME, "a"))
                .hasMessageContaining("only reads");
        assertThat(run.files()).isEmpty();
    }

    @Test
    void onlyServersThatKnowItAreToldThatTheFileIsThere() {
        wandb.run(RUN);
        answer(UPLOAD, "x", Map.of());
        answer(UPLOAD, "x", Map.of());
        assertThat(requests("MarkRunFilesUploaded")).isZero();
        assertThat(requests("ServerFeatures")).isEqualTo(1);

        try (WandbSimulator other =
                WandbSimulator.builder().features("MARK_RUN_FILES_UPLOADED").start()) {
            other.run(RUN);
            context.addComponent("other", SimulatedWandbTestSupport.component(other, clock));
            answer(UPLOAD.replace("wandb:", "other:"), "x", Map.of());
            assertThat(other.requests("MarkRunFilesUploaded")).hasSize(1);
        }
    }

    @Test
    void aPageOfAProxyInPlaceOfWhatTheServerKnowsIsNotRemembered() {
        try (WandbSimulator other =
                WandbSimulator.builder().features("MARK_RUN_FILES_UPLOADED").start()) {
            other.run(RUN);
            other.faults()
                    .add(Fault.status(200, "<html>maintenance</html>")
                            .on("ServerFeatures")
                            .times(1));
            context.addComponent("other", SimulatedWandbTestSupport.component(other, clock));
            answer(UPLOAD.replace("wandb:", "other:"), "x", Map.of());
            assertThat(other.requests("MarkRunFilesUploaded")).isEmpty();

            answer(UPLOAD.replace("wandb:", "other:"), "x", Map.of());

            assertThat(other.requests("MarkRunFilesUploaded")).hasSize(1);
        }
    }

    @Test
    void theKeyStaysAtTheServerAndTheHeadersOfTheUploadAreSent() throws Exception {
        try (WandbSimulator apart = WandbSimulator.builder()
                .storageElsewhere()
                .uploadHeaders("x-ms-blob-type:BlockBlob")
                .start()) {
            SimulatedRun run = apart.run(RUN);
            context.addComponent("apart", SimulatedWandbTestSupport.component(apart, clock));

            answer(UPLOAD.replace("wandb:", "apart:"), "hello", Map.of());
            answer(
                    "apart:" + RUN + "?operation=downloadFile&fileName=a.txt&fileDir=" + folder.resolve("apart"),
                    null,
                    Map.of());

            assertThat(run.files()).containsOnlyKeys("a.txt");
            assertThat(folder.resolve("apart/a.txt")).hasContent("hello");
            assertThat(apart.requests("file"))
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
        }
    }
}
