// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.files.RunFiles;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.transport.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs say of where they come from, which is in a file of each. */
final class RunMetadata {

    private static final Logger LOG = LoggerFactory.getLogger(RunMetadata.class);
    private static final String FILE = "wandb-metadata.json";

    private final RunFiles files;

    RunMetadata(RunFiles files) {
        this.files = files;
    }

    /** The run with it, if it has the file. */
    CompletableFuture<Run> read(Run run) {
        return Futures.then(files.readJson(run.path(), FILE), metadata -> with(run, metadata));
    }

    /**
     * The runs with it, in their order. One whose file cannot be understood, or that is deleted meanwhile, comes without.
     *
     * @param nodes the runs as they were answered, with their files
     */
    CompletableFuture<List<Run>> read(List<Run> runs, List<JsonNode> nodes) {
        List<CompletableFuture<Run>> read = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            read.add(readIfPossible(runs.get(i), nodes.get(i)));
        }
        return Futures.then(
                Futures.allOrNone(read),
                done -> read.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Run> readIfPossible(Run run, JsonNode node) {
        return Futures.thenAsk(
                files.readJson(run.path(), node, FILE),
                metadata -> CompletableFuture.completedFuture(with(run, metadata)),
                failure -> {
                    if (failure instanceof WandbServerIncompatibleException
                            || failure instanceof WandbNotFoundException) {
                        LOG.warn("Run {} comes without its metadata: {}", run.path(), failure.getMessage());
                        return CompletableFuture.completedFuture(run);
                    }
                    return CompletableFuture.failedFuture(failure);
                });
    }

    private static Run with(Run run, Optional<JsonNode> metadata) {
        return metadata.map(RunReader::members).map(run::withMetadata).orElse(run);
    }
}
