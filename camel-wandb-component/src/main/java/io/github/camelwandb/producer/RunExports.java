// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.ExportFormat;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.RunQuery;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.files.LocalPlace;
import io.github.camelwandb.client.files.PartialFile;
import io.github.camelwandb.client.model.CsvCells;
import io.github.camelwandb.client.model.FlatRun;
import io.github.camelwandb.client.model.NonFinite;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** The operation that makes one flat record of each run. */
final class RunExports implements OperationGroup {

    private final WandbClient client;
    private final RunQueries queries;
    private final ExportFormat format;
    private final CsvCells cells;
    private final FileName fileName;
    private final DownloadPlaces places;
    private final NonFinite nonFinite;

    /** @throws IllegalArgumentException if an option cannot be understood */
    RunExports(WandbClient client, WandbConfiguration configuration, RunQueries queries) {
        this.client = client;
        this.queries = queries;
        this.format = configuration.getExportFormat();
        this.cells = new CsvCells(configuration.isEscapeFormulas());
        this.fileName = new FileName(configuration.getFileName());
        this.places = new DownloadPlaces(configuration.getFileDir());
        this.nonFinite = configuration.getNonFinite();
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.exportRuns, this::export);
    }

    private CompletableFuture<Answer> export(Message message) {
        ExportFormat chosen = format(message);
        CompletableFuture<RunQuery> query = queries.query(message, Projection.FULL);
        return switch (chosen) {
            case records ->
                query.thenCompose(client::runs)
                        .thenApply(runs -> Answer.of(new BodyIterator<>(new FlatRuns(runs, nonFinite))));
            case jsonl -> file(message, query, "runs.jsonl", "application/x-ndjson", JsonLinesExport::new);
            case csv -> file(message, query, "runs.csv", "text/csv", file -> new CsvExport(file, cells));
        };
    }

    private ExportFormat format(Message message) {
        Object header = message.getHeader(WandbConstants.EXPORT_FORMAT);
        if (header == null) {
            return format;
        }
        String name = String.valueOf(message.getHeader(WandbConstants.EXPORT_FORMAT, String.class))
                .strip()
                .toLowerCase(Locale.ROOT);
        return Arrays.stream(ExportFormat.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The header " + WandbConstants.EXPORT_FORMAT + "="
                        + header + " is none of " + Arrays.toString(ExportFormat.values())));
    }

    /** Makes an empty file. */
    private interface Opening {
        ExportFile open(PartialFile file);
    }

    private CompletableFuture<Answer> file(
            Message message, CompletableFuture<RunQuery> query, String defaultName, String mimeType, Opening opening) {
        String name = fileName.of(message, defaultName);
        LocalPlace place = places.of(message, name);
        PartialFile part = new PartialFile(place);
        return query.thenCompose(asked -> {
            ExportFile file = opening.open(part);
            return client.eachRun(asked, run -> file.add(FlatRun.of(run, nonFinite)))
                    .thenApply(count -> {
                        file.complete();
                        return FileAnswers.exported(name, place.file().toFile(), mimeType, part.md5(), count);
                    })
                    .whenComplete((answer, failure) -> {
                        if (failure != null) {
                            file.giveUp();
                        }
                    });
        });
    }
}
