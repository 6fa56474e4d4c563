// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadFileTest extends OperatingTestSupport {

    private static final String RUN = "team/vision/r1";

    @TempDir
    Path folder;

    private String into(Path directory) {
        return "wandb:" + RUN + "?operation=downloadFile&fileDir=" + directory;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file)).toList();
        }
    }

    private List<RecordedRequest> transfers() {
        return wandb.simulator().requests("file");
    }

    /** Waits between attempts are short. */
    private void allowAttempts(int count) {
        context.getComponent("wandb", WandbComponent.class).setMaxAttempts(count);
    }

    @Test
    void aFileIsTheBodyWhileTheExchangeLastsAndGoneAfterwards() throws Exception {
        wandb.run(RUN).file("media/a b.txt", bytes("hello"));
        List<File> seen = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:" + RUN + "?operation=downloadFile")
                        .process(exchange -> {
                            seen.add(exchange.getMessage().getBody(File.class));
                            assertThat(exchange.getMessage().getBody()).isInstanceOf(File.class);
                            assertThat(exchange.getMessage().getBody(String.class))
                                    .isEqualTo("hello");
                        })
                        .to("mock:end");
            }
        });

        template.sendBodyAndHeader("direct:start", null, WandbConstants.FILE_NAME, "media/a b.txt");

        Map<String, Object> headers =
                getMockEndpoint("mock:end").getExchanges().get(0).getMessage().getHeaders();
        assertThat(headers)
                .containsEntry(Exchange.FILE_NAME, "media/a b.txt")
                .containsEntry(Exchange.FILE_LENGTH, 5L)
                .containsEntry(WandbConstants.FILE_MD5, "XUFAKrxLKna5cZ2REBfFkg==")
                .containsEntry(WandbConstants.FILE_MIME_TYPE, "text/plain");
        assertThat(seen).singleElement().satisfies(file -> {
            assertThat(file).hasName("a b.txt").doesNotExist();
            assertThat(file.getParentFile().getParentFile()).doesNotExist();
        });
    }

    @Test
    void theTemporaryFileIsGoneAfterAFailureToo() throws Exception {
        wandb.run(RUN).file("a.txt", bytes("hello"));
        List<File> seen = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:" + RUN + "?operation=downloadFile&fileName=a.txt")
                        .process(exchange -> seen.add(exchange.getMessage().getBody(File.class)))
                        .throwException(new IllegalStateException("later"));
            }
        });

        assertThat(template.request("direct:start", exchange -> {}).getException())
                .hasMessage("later");

        assertThat(seen).singleElement().satisfies(file -> assertThat(file).doesNotExist());
    }

    @Test
    void aFileGoesToTheFileComponentUnderItsName() throws Exception {
        wandb.run(RUN).file("media/a.txt", bytes("hello"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:" + RUN + "?operation=downloadFile&fileName=media/a.txt")
                        .to("file:" + folder);
            }
        });

        template.sendBody("direct:start", null);

        assertThat(folder.resolve("media/a.txt")).hasContent("hello");
    }

    @Test
    void anEnrichedMessageKeepsItsTemporaryFileUntilItsOwnEnd() throws Exception {
        wandb.run(RUN).file("a.txt", bytes("hello"));
        List<File> seen = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .enrich("wandb:" + RUN + "?operation=downloadFile&fileName=a.txt")
                        .process(exchange -> {
                            seen.add(exchange.getMessage().getBody(File.class));
                            assertThat(seen.get(0)).hasContent("hello");
                        });
            }
        });

        template.sendBody("direct:start", null);

        assertThat(seen).singleElement().satisfies(file -> assertThat(file).doesNotExist());
    }

    @Test
    void withADirectoryTheFileStays() throws Exception {
        wandb.run(RUN).file("media/a.txt", bytes("hello"));

        File file = (File) answer(into(folder), null, Map.of(WandbConstants.FILE_NAME, "media/a.txt"))
                .getMessage()
                .getBody();

        assertThat(file).isEqualTo(folder.resolve("media/a.txt").toFile()).hasContent("hello");
        assertThat(filesIn(folder)).hasSize(1);
    }

    @Test
    void aMessageChoosesAFolderBelowTheDirectoryAndReplacesWhatIsThere() throws Exception {
        wandb.run(RUN).file("a.txt", bytes("new"));
        Files.createDirectories(folder.resolve("r1"));
        Files.writeString(folder.resolve("r1/a.txt"), "old and longer");

        answer(into(folder), null, Map.of(WandbConstants.FILE_NAME, "a.txt", WandbConstants.FILE_DIR, "r1"));

        assertThat(filesIn(folder)).containsExactly(folder.resolve("r1/a.txt"));
        assertThat(folder.resolve("r1/a.txt")).hasContent("new");
    }

    @Test
    void aMessageAloneChoosesNoDirectory() {
        wandb.run(RUN).file("a.txt", bytes("x"));

        refusal(
                        "wandb:" + RUN + "?operation=downloadFile&fileName=a.txt",
                        null,
                        Map.of(WandbConstants.FILE_DIR, folder.toString().substring(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option fileDir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.txt", "/a.txt", "a/../../b.txt", "..\\a.txt", "a//b", ".", "a/", " "})
    void aNameThatLeadsElsewhereIsRefusedAndNothingIsAsked(String name) throws Exception {
        wandb.run(RUN);
        answer("wandb:" + RUN + "?operation=getRun", Object.class);
        wandb.simulator().forgetRequests();

        for (Map<String, String> headers : List.of(
                Map.of(WandbConstants.FILE_NAME, name),
                Map.of(WandbConstants.FILE_NAME, "a", WandbConstants.FILE_DIR, name))) {
            refusal(into(folder), null, headers)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CamelWandbFile");
        }

        assertThat(wandb.simulator().requests()).isEmpty();
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void aLinkInTheDirectoryLeadsNowhere(@TempDir Path elsewhere) throws Exception {
        wandb.run(RUN).file("media/a.txt", bytes("x"));
        Files.createSymbolicLink(folder.resolve("media"), elsewhere);

        refusal(into(folder), null, Map.of(WandbConstants.FILE_NAME, "media/a.txt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a link");

        assertThat(filesIn(elsewhere)).isEmpty();
    }

    @Test
    void aLinkInThePlaceOfTheFileIsReplacedAndNotFollowed(@TempDir Path elsewhere) throws Exception {
        wandb.run(RUN).file("a.txt", bytes("new"));
        Path precious = Files.writeString(elsewhere.resolve("precious"), "old");
        Files.createSymbolicLink(folder.resolve("a.txt"), precious);

        answer(into(folder), null, Map.of(WandbConstants.FILE_NAME, "a.txt"));

        assertThat(precious).hasContent("old");
        assertThat(folder.resolve("a.txt")).hasContent("new");
        assertThat(Files.isSymbolicLink(folder.resolve("a.txt"))).isFalse();
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        wandb.run(RUN).file("empty", bytes(""));

        answer(into(folder), null, Map.of(WandbConstants.FILE_NAME, "empty"));

        assertThat(folder.resolve("empty")).isEmptyFile();
    }

    @Test
    void withoutANameNothingIsAsked() {
        wandb.run(RUN);

        refusal("wandb:" + RUN + "?operation=downloadFile", null, Map.of(Exchange.FILE_NAME, "of another.txt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbFileName")
                .hasMessageContaining("fileName");
    }

    @Test
    void anUnknownRunAndAnUnknownFileAreNotFoundAndLeaveNothing() throws Exception {
        wandb.run(RUN);

        refusal("wandb:team/vision/none?operation=downloadFile&fileName=a.txt&fileDir=" + folder, null, Map.of())
                .hasMessageContaining("Run team/vision/none does not exist")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal(into(folder), null, Map.of(WandbConstants.FILE_NAME, "media/none.txt"))
                .hasMessageContaining("has no file media/none.txt")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBrokenTransferGoesOnWhereItBrokeOff() throws Exception {
        byte[] content = noise(300_000);
        wandb.run(RUN).file("model.bin", content);
        wandb.simulator().faults().add(Fault.truncatedBody().on("file").times(2));
        allowAttempts(2);

        answer(into(folder), null, Map.of(WandbConstants.FILE_NAME, "model.bin"));

        assertThat(folder.resolve("model.bin")).hasBinaryContent(content);
        assertThat(filesIn(folder)).hasSize(1);
        // attempts are more than two, because each brought something
        assertThat(transfers())
                .extracting(request -> request.headers().getOrDefault("range", "whole"))
                .containsExactly("whole", "bytes=150000-", "bytes=225000-");
        assertThat(transfers().get(1).headers()).containsKey("if-range");
    }

    @Test
    void aFileThatWasReplacedMeanwhileIsReadAnew() throws Exception {
        byte[] content = noise(100_000);
        wandb.run(RUN).file("model.bin", new byte[90_000]);
        wandb.simulator().faults().add(Fault.truncatedBody().on("file").times(1));
        wandb.simulator().faults().before("RunFile", 2, () -> wandb.run(RUN).file("model.bin", content));
        allowAttempts(2);

        answer(into(folder), null, Map.of(WandbConstants.FILE_NAME, "model.bin"));

        assertThat(folder.resolve("model.bin")).hasBinaryContent(content);
    }

    @Test
    void aTransferThatKeepsBreakingWithoutProgressFailsAndLeavesNothing() throws Exception {
        wandb.run(RUN).file("model.bin", noise(1000));
        wandb.simulator().faults().add(Fault.connectionReset().on("file"));

        refusal(into(folder), null, Map.of(WandbConstants.FILE_NAME, "model.bin"))
                .hasMessageContaining("team/vision/r1/model.bin")
                .hasMessageContaining("broke off")
                .hasMessageNotContaining("signature")
                .hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void anAddressThatHasExpiredIsReplaced() throws Exception {
        wandb.run(RUN).file("a.txt", bytes("hello"));
        wandb.simulator().faults().before("file", 1, () -> wandb.simulator().expireLinks());

        answer(into(folder), null, Map.of(WandbConstants.FILE_NAME, "a.txt"));

        assertThat(folder.resolve("a.txt")).hasContent("hello");
        assertThat(transfers()).extracting(RecordedRequest::status).containsExactly(403, 200);
    }

    @Test
    void aStorageThatRefusesEveryAddressIsAMatterOfPermission() throws Exception {
        wandb.run(RUN).file("a.txt", bytes("hello"));
        wandb.simulator()
                .faults()
                .add(Fault.status(403, "<Error><Code>AccessDenied</Code></Error>")
                        .on("file"));

        refusal(into(folder), null, Map.of(WandbConstants.FILE_NAME, "a.txt"))
                .hasMessageContaining("AccessDenied")
                .hasCauseInstanceOf(WandbPermissionException.class);
        assertThat(transfers()).hasSize(2);
    }

    @Test
    void whatIsNotTheFileIsRefusedAfterASecondLook() throws Exception {
        wandb.run(RUN).file("a.txt", bytes("hello"));
        wandb.simulator().faults().add(Fault.status(200, "other").on("file"));

        refusal(into(folder), null, Map.of(WandbConstants.FILE_NAME, "a.txt"))
                .hasMessageContaining("MD5")
                .hasMessageContaining("XUFAKrxLKna5cZ2REBfFkg==")
                .hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(transfers()).hasSize(2);
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeWrittenToIsNamed() throws Exception {
        wandb.run(RUN).file("a.txt", bytes("hello"));
        Path file = Files.writeString(folder.resolve("taken"), "x");

        refusal(into(file), null, Map.of(WandbConstants.FILE_NAME, "a.txt")).hasMessageContaining("taken/a.txt");
        assertThat(transfers()).hasSize(1);
    }
}
