// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {

    private static final String RUN = "team/vision/r1";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private SimulatedRun run;
    private Caller caller;

    @BeforeEach
    void connect() {
        run = wandb.run(RUN);
        caller = Caller.of(wandb.simulator());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode files(String arguments) {
        return caller.run(
                        RUN,
                        "files" + arguments + " { totalCount edges { node {"
                                + " id name url directUrl sizeBytes md5 updatedAt mimetype } } }")
                .path("files");
    }

    private List<String> names(String arguments) {
        return files(arguments).path("edges").findValuesAsText("name");
    }

    private static Caller.Answer get(Caller caller, String url) {
        return caller.send(HttpRequest.newBuilder(URI.create(url)));
    }

    @Test
    void aFileIsUploadedToTheUrlThatIsGivenOutWithoutAKey() {
        JsonNode target = caller.graphql("mutation { createRunFiles(input: {entityName: \"team\","
                        + " projectName: \"vision\", runName: \"r1\", files: [\"media/a b.txt\"]})"
                        + " { runID files { name uploadUrl } } }")
                .data()
                .path("createRunFiles");

        Caller.Answer answer = caller.send(HttpRequest.newBuilder(
                        URI.create(target.at("/files/0/uploadUrl").asText()))
                .PUT(HttpRequest.BodyPublishers.ofString("hello")));

        assertThat(target.path("runID").asText()).isEqualTo(run.storageId());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(run.files()).containsExactly(entry("media/a b.txt", bytes("hello")));
    }

    @Test
    void filesOfARunThatIsNotThereAreAnErrorAndNoNullAnswer() {
        Caller.Answer answer = caller.graphql("mutation { createRunFiles(input: {entityName: \"team\","
                + " projectName: \"vision\", runName: \"none\", files: [\"a\"]}) { runID } }");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("run not found");
    }

    @Test
    void aFileIsReadWithTheKeyAndComesFromTheStorage() {
        run.file("config.yaml", bytes("lr: 1"));
        String url = files("").at("/edges/0/node/url").asText();

        Caller.Answer redirect = caller.send(caller.request(url));
        Caller.Answer content = get(caller, redirect.header("Location"));

        assertThat(url).isEqualTo(wandb.baseUrl() + "/files/team/vision/r1/config.yaml");
        assertThat(redirect.status()).isEqualTo(307);
        assertThat(content.response().body()).asString().isEqualTo("lr: 1");
    }

    @Test
    void withoutTheKeyAFileIsNotRead() {
        run.file("a.txt", bytes("x"));

        assertThat(get(caller, wandb.baseUrl() + "/files/team/vision/r1/a.txt").status())
                .isEqualTo(401);
    }

    @Test
    void withoutItsSignatureTheStorageIsClosed() {
        run.file("a.txt", bytes("x"));
        String direct = files("").at("/edges/0/node/directUrl").asText();

        assertThat(get(caller, direct).status()).isEqualTo(200);
        assertThat(get(caller, direct.replaceFirst("signature=.*", "signature=x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAddressExpiresAndAnotherIsGivenOut() {
        run.file("a.txt", bytes("x"));
        String before = files("").at("/edges/0/node/directUrl").asText();

        wandb.simulator().expireLinks();

        assertThat(get(caller, before).status()).isEqualTo(403);
        assertThat(get(caller, files("").at("/edges/0/node/directUrl").asText()).status())
                .isEqualTo(200);
    }

    @Test
    void aPartOfAFileIsReadByItsRange() {
        run.file("a.txt", bytes("0123456789"));
        URI direct = URI.create(files("").at("/edges/0/node/directUrl").asText());

        Caller.Answer part = caller.send(HttpRequest.newBuilder(direct).header("Range", "bytes=3-5"));
        Caller.Answer rest = caller.send(HttpRequest.newBuilder(direct).header("Range", "bytes=7-"));
        Caller.Answer behind = caller.send(HttpRequest.newBuilder(direct).header("Range", "bytes=10-"));

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes 3-5/10");
        assertThat(part.response().body()).asString().isEqualTo("345");
        assertThat(rest.header("Content-Range")).isEqualTo("bytes 7-9/10");
        assertThat(rest.response().body()).asString().isEqualTo("789");
        assertThat(behind.status()).isEqualTo(416);
        assertThat(behind.header("Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void aRangeOfAFileThatIsAnotherNowIsAnsweredWithTheWholeFile() {
        run.file("a.txt", bytes("0123456789"));
        URI direct = URI.create(files("").at("/edges/0/node/directUrl").asText());
        String etag = get(caller, direct.toString()).header("ETag");
        HttpRequest.Builder rest =
                HttpRequest.newBuilder(direct).header("Range", "bytes=7-").header("If-Range", etag);

        assertThat(caller.send(rest).response().body()).asString().isEqualTo("789");
        run.file("a.txt", bytes("abcdefghij"));

        assertThat(caller.send(rest).status()).isEqualTo(200);
        assertThat(caller.send(rest).response().body()).asString().isEqualTo("abcdefghij");
    }

    @Test
    void aFileHasASizeAndTheBase64OfItsMd5() {
        run.file("a.txt", bytes("hello"));

        JsonNode node = files("").at("/edges/0/node");

        assertThat(node.path("sizeBytes").asLong()).isEqualTo(5);
        assertThat(node.path("md5").asText()).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
        assertThat(node.path("mimetype").asText()).isEqualTo("text/plain");
        assertThat(node.path("updatedAt").isNull()).isFalse();
    }

    @Test
    void aFileThatIsNotThereIsAPlaceholderIfAskedByName() {
        JsonNode node = files("(names: [\"none\"])").at("/edges/0/node");

        assertThat(node.path("name").asText()).isEqualTo("none");
        assertThat(node.path("updatedAt").isNull()).isTrue();
        assertThat(get(caller, node.path("directUrl").asText()).status()).isEqualTo(404);
    }

    @Test
    void filesAreFoundByAPatternOfSql() {
        run.file("a.json", bytes("")).file("b.json", bytes("")).file("media/c.png", bytes(""));

        assertThat(names("(pattern: \"%.json\")")).containsExactly("a.json", "b.json");
        assertThat(names("(pattern: \"_.json\")")).containsExactly("a.json", "b.json");
        assertThat(names("(pattern: \"none\")")).isEmpty();
        assertThat(names("(first: 2)")).containsExactly("a.json", "b.json");
        assertThat(files("(first: 2)").path("totalCount").asInt()).isEqualTo(3);
    }

    @Test
    void filesAreDeletedById() {
        run.file("a", bytes("")).file("b:c", bytes(""));
        String id = files("(names: [\"b:c\"])").at("/edges/0/node/id").asText();

        caller.graphql(
                "mutation Delete($files: [ID!]!) { deleteFiles(input: {files: $files}) { success } }",
                Map.of("files", List.of(id)));

        assertThat(run.files()).containsOnlyKeys("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%.txt",
                "x%20y.txt",
                "back\\slash.txt",
                "semi;colon.txt",
                "q?#1.txt",
                "a+b&c=d.txt",
                "\u00e9.txt"
            })
    void aFileMayHaveAnyName(String name) {
        JsonNode target = caller.graphql(
                        "mutation Create($files: [String!]!) { createRunFiles(input: {entityName: \"team\","
                                + " projectName: \"vision\", runName: \"r1\", files: $files}) { files { uploadUrl } } }",
                        Map.of("files", List.of(name)))
                .data()
                .path("createRunFiles");
        caller.send(HttpRequest.newBuilder(
                        URI.create(target.at("/files/0/uploadUrl").asText()))
                .PUT(HttpRequest.BodyPublishers.ofString("hello")));

        String url = files("").at("/edges/0/node/url").asText();
        String storage = caller.send(caller.request(url)).header("Location");

        assertThat(run.files()).containsOnlyKeys(name);
        assertThat(get(caller, storage).response().body()).asString().isEqualTo("hello");
    }

    @Test
    void anotherHostThatKeepsTheFilesTakesNoKey() {
        try (WandbSimulator apart = WandbSimulator.builder().storageElsewhere().start()) {
            apart.run(RUN).file("a.txt", bytes("x"));
            Caller there = Caller.of(apart);
            String url = there.run(RUN, "files { edges { node { directUrl } } }")
                    .at("/files/edges/0/node/directUrl")
                    .asText();

            assertThat(url).startsWith("http://localhost:");
            assertThat(get(there, url).status()).isEqualTo(200);
            assertThat(there.send(there.request(url)).status()).isEqualTo(400);
        }
    }

    @Test
    void anUploadNeedsTheHeadersThatItIsTold() {
        try (WandbSimulator azure = WandbSimulator.builder()
                .uploadHeaders("x-ms-blob-type:BlockBlob")
                .start()) {
            azure.run(RUN);
            JsonNode target = Caller.of(azure)
                    .graphql("mutation { createRunFiles(input: {entityName: \"team\", projectName: \"vision\","
                            + " runName: \"r1\", files: [\"a\"]}) { uploadHeaders files { uploadUrl } } }")
                    .data()
                    .path("createRunFiles");
            URI url = URI.create(target.at("/files/0/uploadUrl").asText());
            HttpRequest.Builder bare = HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString("x"));

            assertThat(target.path("uploadHeaders")).isEqualTo(Caller.tree("[\"x-ms-blob-type:BlockBlob\"]"));
            assertThat(caller.send(bare).status()).isEqualTo(400);
            assertThat(caller.send(bare.header("x-ms-blob-type", "BlockBlob")).status())
                    .isEqualTo(201);
        }
    }
}
