// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.RunPath;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** Operations that change the files of a run. */
final class FileWrites implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final FileName fileName;

    /** @throws IllegalArgumentException if an option cannot be understood */
    FileWrites(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.targets = targets;
        this.fileName = new FileName(configuration.getFileName());
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.uploadFile, this::upload, WandbOperation.deleteFile, this::delete);
    }

    private CompletableFuture<Answer> upload(Message message) {
        String name = fileName.ofBody(message);
        CompletableFuture<RunPath> target = targets.run(message);
        UploadBody body = UploadBody.of(message);
        return target.thenCompose(run -> client.files().upload(run, name, body.content()))
                .whenComplete((file, failure) -> body.close())
                .thenApply(FileAnswers::of);
    }

    private CompletableFuture<Answer> delete(Message message) {
        String name = fileName.of(message);
        return targets.runToDestroy(message)
                .thenCompose(run -> client.files().delete(run, name))
                .thenApply(FileAnswers::of);
    }
}
