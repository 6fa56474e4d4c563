// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ArtifactsTest {

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private Caller caller;

    @BeforeEach
    void connect() {
        wandb.run("team/vision/r1");
        caller = Caller.of(wandb.simulator());
    }

    private JsonNode create(String digest) {
        return caller.graphql(
                        "mutation Create($input: CreateArtifactInput!) {"
                                + " createArtifact(input: $input) { artifact { id state } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "entityName", "team",
                                        "projectName", "vision",
                                        "runName", "r1",
                                        "artifactTypeName", "dataset",
                                        "artifactCollectionName", "mnist",
                                        "digest", digest,
                                        "digestAlgorithm", "MANIFEST_MD5",
                                        "aliases",
                                                List.of(Map.of("artifactCollectionName", "mnist", "alias", "best")))))
                .data()
                .at("/createArtifact/artifact");
    }

    private String commit(String digest) {
        return committed(create(digest).path("id").asText());
    }

    private String committed(String id) {
        caller.graphql(
                "mutation Commit($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }",
                Map.of("id", id));
        return id;
    }

    private JsonNode member(String name) {
        return caller.graphql(
                        "query Member($name: String!) { project(name: \"vision\", entityName: \"team\") {"
                                + " artifactCollectionMembership(name: $name) { versionIndex"
                                + " artifact { id state aliases { alias } artifactType { name } }"
                                + " files { edges { node { name directUrl } } } } } }",
                        Map.of("name", name))
                .data()
                .at("/project/artifactCollectionMembership");
    }

    @Test
    void anArtifactIsAVersionOnceItIsCommitted() {
        assertThat(create("d1").path("state").asText()).isEqualTo("PENDING");
        assertThat(member("mnist:latest").isNull()).isTrue();

        String id = commit("d2");

        assertThat(member("mnist:v0").at("/artifact/id").asText()).isEqualTo(id);
        assertThat(member("mnist:v0").at("/artifact/state").asText()).isEqualTo("COMMITTED");
        assertThat(member("mnist:v0").at("/artifact/artifactType/name").asText())
                .isEqualTo("dataset");
    }

    @Test
    void anAliasMovesToTheNewestVersionThatAsksForIt() {
        String first = commit("d1");
        String second = commit("d2");

        assertThat(member("mnist:v0").at("/artifact/id").asText()).isEqualTo(first);
        assertThat(member("mnist:v0").at("/artifact/aliases")).isEmpty();
        assertThat(member("mnist:best").at("/artifact/id").asText()).isEqualTo(second);
        assertThat(member("mnist:latest").path("versionIndex").asInt()).isEqualTo(1);
    }

    @Test
    void theSameContentIsTheSameVersion() {
        String first = commit("d1");

        assertThat(create("d1").path("id").asText()).isEqualTo(first);
        assertThat(create("d1").path("state").asText()).isEqualTo("COMMITTED");
    }

    @Test
    void itsFilesAreUploadedAndReadWithoutAKey() {
        String id = commit("d1");
        String uploadUrl = caller.graphql(
                        "mutation Files($files: [CreateArtifactFileSpecInput!]!) {"
                                + " createArtifactFiles(input: {artifactFiles: $files, storageLayout: V2})"
                                + " { files { edges { node { uploadUrl } } } } }",
                        Map.of("files", List.of(Map.of("artifactID", id, "name", "train/a b.txt", "md5", "x"))))
                .data()
                .at("/createArtifactFiles/files/edges/0/node/uploadUrl")
                .asText();

        caller.send(HttpRequest.newBuilder(URI.create(uploadUrl)).PUT(HttpRequest.BodyPublishers.ofString("hello")));

        JsonNode file = member("mnist:latest").at("/files/edges/0/node");
        assertThat(file.path("name").asText()).isEqualTo("train/a b.txt");
        assertThat(caller.send(HttpRequest.newBuilder(
                                URI.create(file.path("directUrl").asText())))
                        .response()
                        .body())
                .asString()
                .isEqualTo("hello");
    }

    @Test
    void aRunKnowsWhatItLoggedAndWhatItUsed() {
        String id = commit("d1");
        wandb.run("team/vision/r2");
        caller.graphql(
                "mutation Use($id: ID!) { useArtifact(input: {artifactID: $id, entityName: \"team\","
                        + " projectName: \"vision\", runName: \"r2\"}) { artifact { id } } }",
                Map.of("id", id));

        String fields = "outputArtifacts { edges { version } } inputArtifacts { edges { version } }";
        assertThat(caller.run("team/vision/r1", fields))
                .isEqualTo(Caller.tree(
                        "{\"outputArtifacts\":{\"edges\":[{\"version\":\"v0\"}]},\"inputArtifacts\":{\"edges\":[]}}"));
        assertThat(caller.run("team/vision/r2", fields))
                .isEqualTo(Caller.tree(
                        "{\"outputArtifacts\":{\"edges\":[]},\"inputArtifacts\":{\"edges\":[{\"version\":\"v0\"}]}}"));
    }

    private Caller.Answer edit(String mutation, Map<String, ?> input) {
        String type = Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1) + "Input";
        String answer = mutation.startsWith("updateArtifact") ? "artifact { id }" : "success";
        return caller.graphql(
                "mutation Edit($input: " + type + "!) { " + mutation + "(input: $input) { " + answer + " } }",
                Map.of("input", input));
    }

    @Test
    void aliasesAreAddedAndTakenAway() {
        String first = commit("d1");
        commit("d2");
        List<Map<String, String>> prod = List.of(Map.of(
                "entityName", "team", "projectName", "vision", "artifactCollectionName", "mnist", "alias", "prod"));

        edit("addAliases", Map.of("artifactID", first, "aliases", prod));
        assertThat(member("mnist:prod").at("/artifact/id").asText()).isEqualTo(first);
        edit("deleteAliases", Map.of("artifactID", first, "aliases", prod));

        assertThat(member("mnist:prod").isNull()).isTrue();
        assertThat(member("mnist:best").path("versionIndex").asInt()).isEqualTo(1);
    }

    @Test
    void anArtifactIsDescribedAnew() {
        String id = commit("d1");

        edit(
                "updateArtifact",
                Map.of(
                        "artifactID",
                        id,
                        "description",
                        "digits",
                        "metadata",
                        "{\"rows\":60000}",
                        "tagsToAdd",
                        List.of(Map.of("tagName", "a"), Map.of("tagName", "b"))));
        edit("updateArtifact", Map.of("artifactID", id, "tagsToDelete", List.of(Map.of("tagName", "a"))));

        assertThat(caller.graphql(
                                "query Artifact($id: ID!) { artifact(id: $id) { description metadata tags { name } } }",
                                Map.of("id", id))
                        .data()
                        .path("artifact"))
                .isEqualTo(Caller.tree("{\"description\":\"digits\",\"metadata\":\"{\\\"rows\\\":60000}\","
                        + "\"tags\":[{\"name\":\"b\"}]}"));
    }

    @Test
    void aVersionWithAliasesIsDeletedOnlyWithThem() {
        String first = commit("d1");
        String second = commit("d2");
        String delete = "mutation Delete($id: ID!, $aliases: Boolean) {"
                + " deleteArtifact(input: {artifactID: $id, deleteAliases: $aliases}) { artifact { id } } }";

        assertThat(caller.graphql(delete, Map.of("id", second, "aliases", false))
                        .status())
                .isEqualTo(409);
        caller.graphql(delete, Map.of("id", second, "aliases", true));

        assertThat(member("mnist:v1").isNull()).isTrue();
        assertThat(member("mnist:latest").at("/artifact/id").asText()).isEqualTo(first);
        assertThat(commit("d3")).isNotIn(first, second);
        assertThat(member("mnist:latest").path("versionIndex").asInt()).isEqualTo(2);
    }

    @Test
    void aRunCanTakeItsArtifactsAlong() {
        commit("d1");

        caller.graphql(
                "mutation Delete($id: ID!) { deleteRun(input: {id: $id, deleteArtifacts: true}) { clientMutationId } }",
                Map.of("id", wandb.run("team/vision/r1").storageId()));

        assertThat(member("mnist:v0").isNull()).isTrue();
    }

    @Test
    void aTagMayHaveACategory() {
        Caller.Answer answer = caller.graphql(
                "mutation Create($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact {"
                        + " tags { name } } } }",
                Map.of(
                        "input",
                        Map.of(
                                "entityName", "team",
                                "projectName", "vision",
                                "artifactTypeName", "dataset",
                                "artifactCollectionName", "mnist",
                                "digest", "d1",
                                "digestAlgorithm", "MANIFEST_MD5",
                                "tags",
                                        List.of(Map.of(
                                                "tagName", "a", "tagCategoryName", "kind", "attributes", "{}")))));

        assertThat(answer.data().at("/createArtifact/artifact/tags/0/name").asText())
                .isEqualTo("a");
    }

    private void upload(String artifact, String name, String content) {
        JsonNode file = caller.graphql(
                        "mutation Files($files: [CreateArtifactFileSpecInput!]!) {"
                                + " createArtifactFiles(input: {artifactFiles: $files})"
                                + " { files { edges { node { uploadUrl } } } } }",
                        Map.of("files", List.of(Map.of("artifactID", artifact, "name", name, "md5", "x"))))
                .data()
                .at("/createArtifactFiles/files/edges/0/node");
        put(file.path("uploadUrl").asText(), content);
    }

    private void uploadManifest(String artifact, String content) {
        JsonNode file = caller.graphql(
                        "mutation Manifest($input: CreateArtifactManifestInput!) {"
                                + " createArtifactManifest(input: $input) { artifactManifest { file { uploadUrl } } } }",
                        Map.of(
                                "input",
                                Map.of(
                                        "artifactID", artifact,
                                        "name", "wandb_manifest.json",
                                        "digest", "x",
                                        "entityName", "team",
                                        "projectName", "vision",
                                        "runName", "r1")))
                .data()
                .at("/createArtifactManifest/artifactManifest/file");
        put(file.path("uploadUrl").asText(), content);
    }

    private void put(String url, String content) {
        caller.send(HttpRequest.newBuilder(URI.create(url)).PUT(HttpRequest.BodyPublishers.ofString(content)));
    }

    @Test
    void aVersionThatGoesOnFromAnotherHasItsFiles() {
        String first = commit("d1");
        upload(first, "x.txt", "hello");
        String second = create("d2").path("id").asText();
        upload(second, "y.txt", "more");
        uploadManifest(
                second,
                "{\"contents\":{\"x.txt\":{\"digest\":\"XUFAKrxLKna5cZ2REBfFkg==\",\"birthArtifactID\":\"" + first
                        + "\"},\"y.txt\":{\"digest\":\"rd7EJpMucTI3AK+hkR+PHA==\",\"birthArtifactID\":\"" + second
                        + "\"}}}");

        committed(second);

        assertThat(member("mnist:v1").at("/files/edges").findValuesAsText("name"))
                .containsExactly("x.txt", "y.txt");
    }

    @Test
    void anArtifactKnowsWhoUsedIt() {
        String id = commit("d1");
        caller.graphql(
                "mutation Use($id: ID!) { useArtifact(input: {artifactID: $id, entityName: \"team\","
                        + " projectName: \"vision\", runName: \"r1\"}) { artifact { id } } }",
                Map.of("id", id));

        assertThat(caller.graphql(
                                "query Users($id: ID!) { artifact(id: $id) { usedBy { edges { node { name } } } } }",
                                Map.of("id", id))
                        .data()
                        .findValuesAsText("name"))
                .containsExactly("r1");
    }

    private JsonNode createWith(Map<String, ?> more) {
        Map<String, Object> input = new HashMap<>(Map.of(
                "entityName", "team",
                "projectName", "vision",
                "artifactTypeName", "dataset",
                "artifactCollectionName", "mnist",
                "digest", "d1",
                "digestAlgorithm", "MANIFEST_MD5"));
        input.putAll(more);
        return caller.graphql(
                        "mutation Create($input: CreateArtifactInput!) {"
                                + " createArtifact(input: $input) { artifact { id state } } }",
                        Map.of("input", input))
                .body();
    }

    @Test
    void aClientThatAsksAgainHasBegunOneVersion() {
        JsonNode first = createWith(Map.of("clientID", "c1")).at("/data/createArtifact/artifact/id");

        assertThat(createWith(Map.of("clientID", "c1")).at("/data/createArtifact/artifact/id"))
                .isEqualTo(first);
        assertThat(createWith(Map.of("clientID", "c2")).at("/data/createArtifact/artifact/id"))
                .isNotEqualTo(first);
    }

    @Test
    void anotherTypeAnUnknownRunAndABadAliasAreRefused() {
        commit("d1");

        assertThat(createWith(Map.of("artifactTypeName", "model")).findValuesAsText("message"))
                .containsExactly("artifact mnist is of type dataset, not model");
        assertThat(createWith(Map.of("runName", "none")).findValuesAsText("message"))
                .containsExactly("run not found");
        assertThat(createWith(Map.of("aliases", List.of(Map.of("artifactCollectionName", "mnist", "alias", "v3"))))
                        .findValuesAsText("message"))
                .containsExactly("invalid alias v3");
    }

    private JsonNode place(String artifact, Map<String, ?> file) {
        Map<String, Object> specification = new HashMap<>(file);
        specification.put("artifactID", artifact);
        return caller.graphql(
                        "mutation Files($files: [CreateArtifactFileSpecInput!]!) {"
                                + " createArtifactFiles(input: {artifactFiles: $files}) { files { edges { node {"
                                + " uploadUrl artifact { id } uploadMultipartUrls { uploadID"
                                + " uploadUrlParts { partNumber uploadUrl } } } } } } }",
                        Map.of("files", List.of(specification)))
                .data()
                .at("/createArtifactFiles/files/edges/0/node");
    }

    @Test
    void aFileThatTheStorageHasIsNotUploadedAgain() {
        String first = wandb.simulator()
                .logArtifact("team/vision/r1", "dataset", "mnist", Map.of("x.txt", "hello".getBytes(UTF_8)))
                .id();
        String second = create("d2").path("id").asText();

        JsonNode same = place(second, Map.of("name", "moved.txt", "md5", "XUFAKrxLKna5cZ2REBfFkg=="));
        JsonNode other = place(second, Map.of("name", "moved.txt", "md5", "other"));

        assertThat(same.path("uploadUrl").isNull()).isTrue();
        assertThat(same.at("/artifact/id").asText()).isEqualTo(first);
        assertThat(other.path("uploadUrl").isNull()).isFalse();
        assertThat(other.at("/artifact/id").asText()).isEqualTo(second);
    }

    private Caller.Answer complete(String artifact, JsonNode place, String... parts) {
        List<Map<String, Object>> completed = new ArrayList<>();
        for (String md5 : parts) {
            completed.add(Map.of("partNumber", completed.size() + 1, "hexMD5", md5));
        }
        return caller.graphql(
                "mutation Complete($input: CompleteMultipartUploadArtifactInput!) {"
                        + " completeMultipartUploadArtifact(input: $input) { digest } }",
                Map.of(
                        "input",
                        Map.of(
                                "completeMultipartAction",
                                "Complete",
                                "artifactID",
                                artifact,
                                "storagePath",
                                "x",
                                "uploadID",
                                place.at("/uploadMultipartUrls/uploadID").asText(),
                                "completedParts",
                                completed)));
    }

    private int putPart(JsonNode place, int index, String content, String md5) {
        String url = place.at("/uploadMultipartUrls/uploadUrlParts/" + index + "/uploadUrl")
                .asText();
        return caller.send(HttpRequest.newBuilder(URI.create(url))
                        .header("Content-MD5", md5)
                        .PUT(HttpRequest.BodyPublishers.ofString(content)))
                .response()
                .statusCode();
    }

    @Test
    void aLargeFileComesInParts() {
        String hello = "5d41402abc4b2a76b9719d911017c592";
        String more = "addec426932e71323700afa1911f8f1c";
        String id = create("d1").path("id").asText();
        JsonNode place = place(
                id,
                Map.of(
                        "name", "large",
                        "md5", "whatever",
                        "uploadPartsInput",
                                List.of(
                                        Map.of("partNumber", 1, "hexMD5", hello),
                                        Map.of("partNumber", 2, "hexMD5", more))));
        assertThat(place.path("uploadUrl").isNull()).isTrue();

        assertThat(putPart(place, 0, "hello", "XUFAKrxLKna5cZ2REBfFkg==")).isEqualTo(200);
        assertThat(complete(id, place, hello, more).status()).isEqualTo(400);
        assertThat(putPart(place, 1, "other", "rd7EJpMucTI3AK+hkR+PHA==")).isEqualTo(400);
        assertThat(putPart(place, 1, "more", "rd7EJpMucTI3AK+hkR+PHA==")).isEqualTo(200);
        assertThat(complete(id, place, hello, more).status()).isEqualTo(200);
        committed(id);

        assertThat(wandb.simulator().artifacts("team/vision").get(0).files().get("large"))
                .asString()
                .isEqualTo("hellomore");
    }

    @Test
    void whatItsManifestListsMustBeThereWhenItIsCommitted() {
        String id = create("d1").path("id").asText();
        upload(id, "x.txt", "hello");
        uploadManifest(id, "{\"contents\":{\"x.txt\":{\"digest\":\"other\"},\"far\":{\"ref\":\"s3://b/k\"}}}");

        committed(id);
        assertThat(member("mnist:v0").isNull()).isTrue();
        uploadManifest(
                id,
                "{\"contents\":{\"x.txt\":{\"digest\":\"XUFAKrxLKna5cZ2REBfFkg==\"},\"far\":{\"ref\":\"s3://b/k\"}}}");
        committed(id);
        assertThat(member("mnist:v0").at("/artifact/id").asText()).isEqualTo(id);
    }

    @Test
    void aVersionIsLoggedFromJava() {
        SimulatedArtifact artifact = wandb.simulator()
                .logArtifact("team/vision/r1", "dataset", "mnist", Map.of("x.txt", "hello".getBytes(UTF_8)));

        assertThat(artifact.name()).isEqualTo("mnist:v0");
        assertThat(artifact.aliases()).containsExactly("latest");
        assertThat(artifact.digest()).isEqualTo("863244898d432037ae3026ae926a7e48");
        assertThat(artifact.manifest()).contains("\"x.txt\"");
        assertThat(wandb.simulator().artifacts("team/vision"))
                .singleElement()
                .satisfies(
                        each -> assertThat(each.files().get("x.txt")).asString().isEqualTo("hello"));
    }

    @Test
    void partOfAFileIsRead() {
        wandb.simulator().logArtifact("team/vision/r1", "dataset", "mnist", Map.of("x.txt", "hello".getBytes(UTF_8)));
        String url = member("mnist").at("/files/edges/0/node/directUrl").asText();

        var answer = caller.send(HttpRequest.newBuilder(URI.create(url)).header("Range", "bytes=3-"))
                .response();

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).asString().isEqualTo("lo");
    }
}
