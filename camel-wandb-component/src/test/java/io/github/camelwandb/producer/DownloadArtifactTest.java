// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.ArtifactEntry;
import io.github.camelwandb.client.model.DownloadedArtifact;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.SimulatedArtifact;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadArtifactTest extends OperatingTestSupport {

    private static final String MD5_OF_HELLO = "XUFAKrxLKna5cZ2REBfFkg==";

    @TempDir
    Path folder;

    private String into(Path directory) {
        return "wandb:team/vision?operation=downloadArtifact&artifact=mnist&fileDir=" + directory;
    }

    private SimulatedArtifact logged(Map<String, String> files) {
        return wandb.simulator()
                .logArtifact(
                        "team/vision/r1",
                        "dataset",
                        "mnist",
                        files.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        file -> file.getValue().getBytes(UTF_8))));
    }

    private DownloadedArtifact download(Map<String, ?> headers) {
        return answer(into(folder), null, headers).getMessage().getBody(DownloadedArtifact.class);
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private List<RecordedRequest> transfers(String name) {
        return wandb.simulator().requests("artifact_file").stream()
                .filter(request -> request.path().endsWith("/" + name))
                .toList();
    }

    private void allowAttempts(int count) {
        context.getComponent("wandb", WandbComponent.class).setMaxAttempts(count);
    }

    private static String manifest(String contents) {
        return "{\"version\":1,\"storagePolicy\":\"wandb-storage-policy-v1\",\"storagePolicyConfig\":{\"storageLayout\":\"V2\"},"
                + "\"contents\":{" + contents + "}}";
    }

    @Test
    void allFilesAreBelowTheFolderUnderTheirNames() throws Exception {
        logged(Map.of("a.txt", "hello", "train/deep/b c.txt", "b", "empty", ""));

        var answer = answer(into(folder), null, Map.of());

        DownloadedArtifact downloaded = answer.getMessage().getBody(DownloadedArtifact.class);
        assertThat(folder.resolve("a.txt")).hasContent("hello");
        assertThat(folder.resolve("train/deep/b c.txt")).hasContent("b");
        assertThat(folder.resolve("empty")).isEmptyFile();
        assertThat(filesIn(folder)).hasSize(3);
        assertThat(downloaded.artifact().name()).isEqualTo("mnist:v0");
        assertThat(downloaded.folder()).isEqualTo(folder);
        assertThat(downloaded.fetched()).isEqualTo(3);
        assertThat(downloaded.files()).contains(new ArtifactEntry("a.txt", 5L, MD5_OF_HELLO, null));
        assertThat(downloaded.localFiles()).contains(folder.resolve("a.txt").toFile());
        assertThat(answer.getMessage().getHeader(WandbConstants.ARTIFACT_NAME)).isEqualTo("mnist:v0");
        assertThat(answer.getMessage().getBody(String.class)).contains("\"name\":\"a.txt\"");
    }

    @Test
    void aRouteSplitsTheFilesAndTheTemporaryOnesAreGoneAfterwards() throws Exception {
        logged(Map.of("a.txt", "hello", "b.txt", "world"));
        List<File> seen = new ArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .to("wandb:team/vision?operation=downloadArtifact&artifact=mnist:v0")
                        .split(simple("${body.localFiles}"))
                        .process(exchange -> {
                            seen.add(exchange.getMessage().getBody(File.class));
                            assertThat(exchange.getMessage().getBody(File.class))
                                    .exists();
                        });
            }
        });

        template.sendBody("direct:start", null);

        assertThat(seen).extracting(File::getName).containsExactly("a.txt", "b.txt");
        assertThat(seen).allSatisfy(file -> assertThat(file.getParentFile()).doesNotExist());
    }

    @Test
    void aMessageChoosesFilesAndFolders() throws Exception {
        logged(Map.of("a.txt", "a", "train/x", "x", "train/y", "y", "training", "z"));

        DownloadedArtifact some = download(Map.of(WandbConstants.ARTIFACT_FILES, List.of("train/", "a.txt")));

        assertThat(some.files()).extracting(ArtifactEntry::name).containsExactly("a.txt", "train/x", "train/y");
        assertThat(filesIn(folder)).containsExactly("a.txt", "train/x", "train/y");
    }

    @Test
    void filesOfOneFolderComeAtOnce() throws Exception {
        logged(IntStream.range(0, 60)
                .boxed()
                .collect(Collectors.toMap(i -> "deep/" + i % 10 + "/f" + i, i -> "content " + i)));

        assertThat(download(Map.of()).fetched()).isEqualTo(60);
        assertThat(filesIn(folder)).hasSize(60);
    }

    @Test
    void whatWasChosenAndIsNotThereIsNotFoundAndNothingIsFetched() throws Exception {
        logged(Map.of("a.txt", "a"));

        refusal(into(folder), null, Map.of(WandbConstants.ARTIFACT_FILES, "a.txt,none"))
                .hasMessageContaining("team/vision/mnist:v0 has no file and no folder none")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal(into(folder), null, Map.of(WandbConstants.ARTIFACT, "none"))
                .hasCauseInstanceOf(WandbNotFoundException.class);
        refusal(into(folder), null, Map.of(WandbConstants.ARTIFACT_FILES, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbArtifactFiles=7");
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void aMessageChoosesAFolderBelowTheDirectoryAndNoOther() throws Exception {
        logged(Map.of("a.txt", "a"));

        download(Map.of(WandbConstants.FILE_DIR, "v0/here"));
        assertThat(filesIn(folder)).containsExactly("v0/here/a.txt");

        for (String dir : List.of("../out", "/tmp", "a/..")) {
            refusal(into(folder), null, Map.of(WandbConstants.FILE_DIR, dir))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CamelWandbFileDir=" + dir);
        }
        refusal(into(folder), null, Map.of(WandbConstants.FILE_DIR, "a\nb"))
                .hasMessageContaining("CamelWandbFileDir=a\\nb must");
        refusal(into(folder), null, Map.of(WandbConstants.ARTIFACT, "mnist\n"))
                .hasMessageContaining("'mnist\\n' is no name");
        refusal(
                        "wandb:team/vision?operation=downloadArtifact&artifact=mnist",
                        null,
                        Map.of(WandbConstants.FILE_DIR, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option fileDir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "link/below"})
    void aFolderThatAMessageChoosesIsNotReachedThroughALink(String dir, @TempDir Path elsewhere) throws Exception {
        logged(Map.of("a.txt", "a"));
        Files.createDirectory(elsewhere.resolve("below"));
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        refusal(into(folder), null, Map.of(WandbConstants.FILE_DIR, dir))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.resolve("link") + "' is a link");

        assertThat(filesIn(elsewhere)).isEmpty();
        assertThat(transfers("a.txt")).isEmpty();
    }

    @Test
    void filesThatAreThereAreNotFetchedAgainAndOthersAreReplaced() throws Exception {
        logged(Map.of("a.txt", "hello", "b.txt", "world"));
        Files.writeString(folder.resolve("a.txt"), "hello");
        Files.writeString(folder.resolve("b.txt"), "wrong");
        Files.writeString(folder.resolve("other.txt"), "not of the artifact");

        DownloadedArtifact downloaded = download(Map.of());

        assertThat(downloaded.fetched()).isEqualTo(1);
        assertThat(downloaded.files()).hasSize(2);
        assertThat(transfers("a.txt")).isEmpty();
        assertThat(folder.resolve("b.txt")).hasContent("world");
        assertThat(folder.resolve("other.txt")).exists();
        assertThat(download(Map.of()).fetched()).isZero();
    }

    @Test
    void referencesAreToldAndNotFetched() throws Exception {
        logged(Map.of("a.txt", "hello"))
                .manifest(manifest("\"a.txt\":{\"digest\":\"" + MD5_OF_HELLO + "\",\"size\":5},"
                        + "\"../raw\":{\"digest\":\"x\",\"ref\":\"s3://bucket/raw\",\"size\":7}"));

        DownloadedArtifact downloaded = download(Map.of());

        assertThat(downloaded.references()).containsExactly(new ArtifactEntry("../raw", 7L, "x", "s3://bucket/raw"));
        assertThat(filesIn(folder)).containsExactly("a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../../x", "..\\\\x", "a//x", "./x", "x/", "a\\u0000b", "\\n"})
    void aNameThatLeadsOutIsRefusedBeforeTheFirstFileIsWritten(String name) throws Exception {
        logged(Map.of("a.txt", "hello"))
                .manifest(manifest("\"a.txt\":{\"digest\":\"" + MD5_OF_HELLO + "\",\"size\":5},\"" + name
                        + "\":{\"digest\":\"" + MD5_OF_HELLO + "\",\"size\":5}"));

        refusal(into(folder.resolve("in")), null, Map.of())
                .hasMessageContaining("team/vision/mnist:v0 has a file that cannot be written to a folder")
                .hasCauseInstanceOf(WandbServerIncompatibleException.class);
        assertThat(filesIn(folder)).isEmpty();
        answer(into(folder.resolve("in")), null, Map.of(WandbConstants.ARTIFACT_FILES, "a.txt"));
        assertThat(filesIn(folder)).containsExactly("in/a.txt");
    }

    @Test
    void aFileWhereAnotherHasItsFolderIsRefused() throws Exception {
        String entry = "{\"digest\":\"" + MD5_OF_HELLO + "\",\"size\":5}";
        logged(Map.of("a", "hello")).manifest(manifest("\"a\":" + entry + ",\"a/b\":" + entry));

        refusal(into(folder), null, Map.of())
                .hasMessageContaining("'a/b' would be in a folder where there is a file")
                .hasCauseInstanceOf(WandbServerIncompatibleException.class);
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void aLinkInTheFolderLeadsNowhere(@TempDir Path elsewhere) throws Exception {
        logged(Map.of("a.txt", "hello", "media/b.txt", "x"));
        Files.createSymbolicLink(folder.resolve("media"), elsewhere);

        refusal(into(folder), null, Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a link");
        assertThat(filesIn(elsewhere)).isEmpty();
        assertThat(folder.resolve("a.txt")).doesNotExist();
    }

    @Test
    void aLinkInThePlaceOfAFileIsReplacedAndNotFollowed(@TempDir Path elsewhere) throws Exception {
        logged(Map.of("a.txt", "hello"));
        Path precious = Files.writeString(elsewhere.resolve("precious"), "hello");
        Files.createSymbolicLink(folder.resolve("a.txt"), precious);

        download(Map.of());

        assertThat(Files.isSymbolicLink(folder.resolve("a.txt"))).isFalse();
        assertThat(folder.resolve("a.txt")).hasContent("hello");
        assertThat(precious).hasContent("hello");
    }

    @Test
    void whatIsNotTheFileIsNeverUnderItsName() throws Exception {
        logged(Map.of("a.txt", "hello", "b.txt", "world")).file("a.txt", "jello".getBytes(UTF_8));

        refusal(into(folder), null, Map.of())
                .hasMessageContaining("team/vision/mnist:v0/a.txt is not the file")
                .hasMessageContaining(MD5_OF_HELLO)
                .hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(folder.resolve("a.txt")).doesNotExist();
        assertThat(filesIn(folder)).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void aFileThatTheStorageHasLostIsNotFound() throws Exception {
        logged(Map.of("a.txt", "hello", "b.txt", "world")).lose("a.txt");

        refusal(into(folder), null, Map.of())
                .hasMessageContaining("does not have the file a.txt of artifact team/vision/mnist:v0")
                .hasCauseInstanceOf(WandbNotFoundException.class);
        assertThat(filesIn(folder)).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void aBrokenTransferGoesOnWhereItBrokeOff() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        wandb.simulator().logArtifact("team/vision/r1", "dataset", "mnist", Map.of("model.bin", content));
        wandb.simulator().faults().add(Fault.truncatedBody().on("artifact_file").times(2));
        allowAttempts(2);

        download(Map.of());

        assertThat(folder.resolve("model.bin")).hasBinaryContent(content);
        assertThat(transfers("model.bin"))
                .extracting(request -> request.headers().getOrDefault("range", "whole"))
                .containsExactly("whole", "bytes=150000-", "bytes=225000-");
    }

    @Test
    void addressesThatHaveExpiredAreReplaced() throws Exception {
        logged(Map.of("a.txt", "hello"));
        for (String kind : List.of("artifact_manifest", "artifact_file")) {
            wandb.simulator().faults().before(kind, 1, () -> wandb.simulator().expireLinks());
        }

        download(Map.of());

        assertThat(folder.resolve("a.txt")).hasContent("hello");
        for (String kind : List.of("artifact_manifest", "artifact_file")) {
            assertThat(wandb.simulator().requests(kind))
                    .extracting(RecordedRequest::status)
                    .containsExactly(403, 200);
        }
    }

    @Test
    void aStorageThatRefusesEveryAddressIsAMatterOfPermission() throws Exception {
        logged(Map.of("a.txt", "hello"));
        wandb.simulator().faults().add(Fault.status(403).on("artifact_file"));

        refusal(into(folder), null, Map.of())
                .hasMessageNotContaining("signature")
                .hasCauseInstanceOf(WandbPermissionException.class);
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void oneFileThatFailsEndsTheDownloadAndTheNextOneGoesOn() throws Exception {
        Map<String, String> files = IntStream.range(0, 250)
                .boxed()
                .collect(Collectors.toMap(i -> String.format("f%03d", i), i -> "content " + i));
        logged(files);
        wandb.simulator()
                .faults()
                .add(Fault.status(503).on("artifact_file").after(149).times(1));

        refusal(into(folder), null, Map.of()).hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(filesIn(folder)).hasSizeGreaterThanOrEqualTo(100).noneMatch(name -> name.endsWith(".part"));
        DownloadedArtifact downloaded = download(Map.of());

        assertThat(downloaded.files()).hasSize(250);
        assertThat(downloaded.fetched()).isBetween(1, 150);
        for (Map.Entry<String, String> file : files.entrySet()) {
            assertThat(folder.resolve(file.getKey())).hasContent(file.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "null",
                "nonsense",
                "{\"version\":2,\"contents\":{}}",
                "{\"version\":1,\"contents\":{\"a\":{}}}"
            })
    void aManifestOfAnotherFormIsNotUnderstood(String manifest) {
        logged(Map.of("a.txt", "hello")).manifest(manifest);

        refusal(into(folder), null, Map.of())
                .hasMessageContaining("manifest of artifact team/vision/mnist:v0")
                .hasCauseInstanceOf(WandbServerIncompatibleException.class);
    }

    @Test
    void aDigestOfAnotherKindLeavesThatOfTheStorage() throws Exception {
        logged(Map.of("a.txt", "hello"))
                .manifest(manifest("\"a.txt\":{\"digest\":\"other\",\"size\":5,\"extra\":{\"alg\":\"XXH128\"}}"));

        assertThat(download(Map.of()).fetched()).isEqualTo(1);
        assertThat(folder.resolve("a.txt")).hasContent("hello");
    }

    @Test
    void aManifestThatBreaksOffIsReadAgain() {
        logged(Map.of("a.txt", "hello"));
        wandb.simulator()
                .faults()
                .add(Fault.truncatedBody().on("artifact_manifest").times(1));
        allowAttempts(2);

        assertThat(download(Map.of()).fetched()).isEqualTo(1);
    }
}
