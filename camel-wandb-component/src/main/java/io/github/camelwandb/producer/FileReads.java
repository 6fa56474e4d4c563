// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.files.LocalPlace;
import io.github.camelwandb.client.model.RunFile;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Operations that read the files of a run. */
final class FileReads implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final FileName fileName;
    private final DownloadPlaces places;
    private final @Nullable String pattern;
    private final int pageSize;

    /** @throws IllegalArgumentException if an option cannot be understood */
    FileReads(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.targets = targets;
        this.fileName = new FileName(configuration.getFileName());
        this.places = new DownloadPlaces(configuration.getFileDir());
        this.pattern = configuration.getFilePattern();
        this.pageSize = configuration.getPageSize();
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.listFiles, this::list, WandbOperation.downloadFile, this::download);
    }

    private CompletableFuture<Answer> list(Message message) {
        String like = message.getHeader(WandbConstants.FILE_PATTERN, pattern, String.class);
        return targets.run(message)
                .thenCompose(run -> client.files().list(run, like, pageSize))
                .thenApply(files -> Answer.of(new BodyIterator<RunFile>(files)));
    }

    private CompletableFuture<Answer> download(Message message) {
        String name = fileName.of(message);
        LocalPlace place = places.of(message, name);
        return targets.run(message)
                .thenCompose(run -> client.files().download(run, name, place))
                .thenApply(file -> FileAnswers.downloaded(file, place.file().toFile()));
    }
}
