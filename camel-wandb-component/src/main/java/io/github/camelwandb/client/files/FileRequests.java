// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Page;
import io.github.camelwandb.client.transport.StorageTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What the server is asked about files; their bytes come from its storage. */
final class FileRequests {

    private final GraphqlTransport graphql;
    private final StorageTransport storage;

    FileRequests(GraphqlTransport graphql, StorageTransport storage) {
        this.graphql = graphql;
        this.storage = storage;
    }

    /** @param cursor of the page before, null for the first */
    CompletableFuture<Page<RunFile>> page(
            RunPath run, @Nullable String pattern, int pageSize, @Nullable String cursor) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("pattern", pattern);
        variables.put("first", pageSize);
        variables.put("after", cursor);
        return ask(
                "RunFiles",
                variables,
                run.toString(),
                data -> Page.of(
                        run("RunFiles", data, run).path("files"),
                        cursor,
                        this::file,
                        answered("RunFiles", run.toString())));
    }

    /** The file with a fresh address; empty if the run has none of that name. */
    CompletableFuture<Optional<StoredFile>> find(RunPath run, String name) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("names", List.of(name));
        return ask("RunFile", variables, about(run, name), data -> {
            return in(run("RunFile", data, run), run, name);
        });
    }

    /** @param node the run as the server answers it, with the one file in question */
    Optional<StoredFile> in(JsonNode node, RunPath run, String name) {
        return isThere(node) ? Optional.of(stored(node, run, name)) : Optional.empty();
    }

    private static boolean isThere(JsonNode run) {
        return FileReader.isThere(run.path("files").path("edges").path(0).path("node"));
    }

    /** The file with a fresh address; fails if there is none. */
    CompletableFuture<StoredFile> stored(RunPath run, String name) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("names", List.of(name));
        return ask("RunFile", variables, about(run, name), data -> stored(run("RunFile", data, run), run, name));
    }

    private StoredFile stored(JsonNode run, RunPath path, String name) {
        JsonNode node = run.path("files").path("edges").path(0).path("node");
        if (!isThere(run)) {
            throw new WandbNotFoundException(
                    "Run " + path + " has no file " + name + ": check the name, which listFiles tells with its folders",
                    answered("RunFile", about(path, name)),
                    null);
        }
        HttpUrl direct = url(node.path("directUrl"));
        HttpUrl address = direct != null ? direct : url(node.path("url"));
        if (address == null) {
            throw new WandbServerIncompatibleException(
                    "The server does not say where the file " + name + " of run " + path
                            + " is: a self-hosted server may be too old",
                    answered("RunFile", about(path, name)),
                    null);
        }
        JsonNode projectId = run.path("projectId");
        return new StoredFile(
                file(node),
                node.path("id").asText(),
                projectId.isNull() || projectId.isMissingNode() ? null : projectId.asInt(),
                address);
    }

    private RunFile file(JsonNode node) {
        return FileReader.file(node, url(node.path("url")));
    }

    private @Nullable HttpUrl url(JsonNode value) {
        String text = FileReader.text(value);
        return text == null ? null : storage.url(text);
    }

    /** Fails if there is no such run, before anything is sent there. */
    CompletableFuture<Boolean> requireRun(RunPath run, String name) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("names", List.of(name));
        return ask(
                "RunFile",
                variables,
                about(run, name),
                data -> run("RunFile", data, run).isObject());
    }

    /** A fresh address to put a file to. */
    CompletableFuture<UploadTarget> target(RunPath run, String name) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("files", List.of(name));
        return ask("CreateRunFiles", variables, about(run, name), data -> {
            JsonNode created = data.path("createRunFiles");
            HttpUrl address = url(created.path("files").path(0).path("uploadUrl"));
            if (FileReader.text(created.path("runID")) == null || address == null) {
                throw refused("CreateRunFiles", run, name, "take");
            }
            List<String> headers = new ArrayList<>();
            created.path("uploadHeaders").forEach(header -> headers.add(header.asText()));
            return new UploadTarget(address, headers);
        });
    }

    /** Tells the server that the file is in its storage, which it would else find out by itself, if it can. */
    CompletableFuture<Boolean> markUploaded(RunPath run, String name) {
        Map<String, @Nullable Object> variables = Variables.of(run);
        variables.put("files", List.of(name));
        return ask("MarkRunFilesUploaded", variables, about(run, name), data -> true);
    }

    CompletableFuture<Boolean> delete(RunPath run, StoredFile file) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("files", List.of(file.id()));
        variables.put("projectId", file.projectId());
        String name = file.file().name();
        return ask("DeleteFiles", variables, about(run, name), data -> {
            if (!data.path("deleteFiles").path("success").asBoolean()) {
                throw refused("DeleteFiles", run, name, "delete");
            }
            return true;
        });
    }

    private static WandbPermissionException refused(String operation, RunPath run, String name, String what) {
        return new WandbPermissionException(
                "The server did not " + what + " the file " + name + " of run " + run
                        + ", and did not say why: check that the key may write to the run",
                answered(operation, about(run, name)),
                null);
    }

    private static JsonNode run(String operation, JsonNode data, RunPath path) {
        JsonNode run = data.path("project").path("run");
        if (!run.isObject()) {
            throw WandbNotFoundException.run(path, answered(operation, path.toString()));
        }
        return run;
    }

    /** The file, for the texts of errors. */
    static String about(RunPath run, String name) {
        return run + "/" + name;
    }

    private static Details answered(String operation, String about) {
        return new Details(200, operation, about, null);
    }

    private <R> CompletableFuture<R> ask(
            String operation, Map<String, @Nullable Object> variables, String about, Function<JsonNode, R> reader) {
        return graphql.execute(
                new GraphqlOperation<>(operation, variables, about, parser -> reader.apply(parser.readValueAsTree())));
    }
}
