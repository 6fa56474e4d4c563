// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.filestream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.HttpTransport;
import io.github.camelwandb.client.transport.ServerCall;
import io.github.camelwandb.client.transport.ServerJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The requests of a file stream. Each may be repeated: a line has its number. */
final class FileStreamPosts {

    private static final MediaType JSON_TYPE = MediaType.get("application/json");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** W&amp;B takes about 10 MiB in a request; a line can be nearly that long. */
    private static final int CHARACTERS = 4 * 1024 * 1024;

    private static final int LINES = 5000;

    private final HttpTransport http;

    FileStreamPosts(HttpTransport http) {
        this.http = http;
    }

    /** A sign of life. */
    CompletableFuture<Void> heartbeat(RunPath run) {
        return post(run, ServerJson.newObject());
    }

    /** The end of a run. */
    CompletableFuture<Void> complete(RunPath run, int exitCode) {
        return post(run, completed(ServerJson.newObject(), exitCode));
    }

    /** Lines of the history from this number on, in as many requests as they need, the summary and perhaps the end with the last one. */
    CompletableFuture<Void> lines(RunPath run, long offset, List<String> lines, String summary, OptionalInt exitCode) {
        int size = chunk(lines);
        ObjectNode body = ServerJson.newObject();
        ObjectNode files = body.putObject("files");
        put(files, "wandb-history.jsonl", offset, lines.subList(0, size));
        if (size < lines.size()) {
            return Futures.thenAsk(
                    post(run, body),
                    done -> lines(run, offset + size, lines.subList(size, lines.size()), summary, exitCode));
        }
        put(files, "wandb-summary.json", 0, List.of(summary));
        exitCode.ifPresent(code -> completed(body, code));
        return post(run, body);
    }

    private static int chunk(List<String> lines) {
        int characters = 0;
        int size = 0;
        while (size < lines.size() && size < LINES) {
            characters += lines.get(size).length();
            if (size > 0 && characters > CHARACTERS) {
                break;
            }
            size++;
        }
        return size;
    }

    private static void put(ObjectNode files, String name, long offset, List<String> lines) {
        ArrayNode content = files.putObject(name).put("offset", offset).putArray("content");
        lines.forEach(content::add);
    }

    private static ObjectNode completed(ObjectNode body, int exitCode) {
        return body.put("complete", true).put("exitcode", exitCode);
    }

    private CompletableFuture<Void> post(RunPath run, JsonNode body) {
        Request request = new Request.Builder()
                .url(http.url("files", run.entity(), run.project(), run.runId(), "file_stream"))
                .header("User-Agent", "camel-wandb")
                .post(RequestBody.create(ServerJson.text(body).getBytes(StandardCharsets.UTF_8), JSON_TYPE))
                .build();
        return Futures.then(
                http.send(new ServerCall<>("file_stream", run.toString(), request, JSON::readTree, true)),
                answer -> null);
    }
}
