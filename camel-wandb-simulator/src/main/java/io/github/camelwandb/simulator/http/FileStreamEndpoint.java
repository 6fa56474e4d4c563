// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.simulator.filestream.FileStream;
import io.github.camelwandb.simulator.filestream.Writer;
import java.io.IOException;

/** {@code POST /files/ENTITY/PROJECT/RUN/file_stream}. */
final class FileStreamEndpoint {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FileStream stream;
    private final ApiKeys keys;

    FileStreamEndpoint(FileStream stream, ApiKeys keys) {
        this.stream = stream;
        this.keys = keys;
    }

    Call read(Exchange exchange, FilePath path) throws IOException {
        return new Post(this, path, exchange, exchange.body());
    }

    private static Writer writer(Exchange exchange) {
        boolean shared = exchange.header("X-Wandb-Use-Async-Filestream").equals("true");
        return new Writer(
                shared ? exchange.header("X-Wandb-Async-Client-Id") : null,
                exchange.header("X-Wandb-Server-Side-Derived-Summary").equals("true"));
    }

    private record Post(FileStreamEndpoint endpoint, FilePath path, Exchange exchange, byte[] body) implements Call {

        @Override
        public String operation() {
            return "file_stream";
        }

        @Override
        public boolean isAbout(String runId) {
            return path.runId().equals(runId);
        }

        @Override
        public Reply execute() throws IOException {
            if (!endpoint.keys.accepts(exchange)) {
                return Reply.error(401, "invalid API key");
            }
            try {
                FileStream.Answer answer = endpoint.stream.post(
                        path.entity(), path.project(), path.runId(), writer(exchange), JSON.readTree(body));
                return Reply.json(answer.status(), JSON.writeValueAsBytes(answer.body()));
            } catch (JsonProcessingException e) {
                return Reply.error(400, "the body is not JSON");
            }
        }
    }
}
