// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.files.LocalPlace;
import io.github.camelwandb.client.files.TableRows;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The operation that reads what a run logged as a table. */
final class TableReads implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final FileName fileName;
    private final DownloadPlaces places;
    private final NonFinite nonFinite;
    private final @Nullable String table;

    /** @throws IllegalArgumentException if an option cannot be understood */
    TableReads(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.targets = targets;
        this.fileName = new FileName(configuration.getFileName());
        this.places = new DownloadPlaces(configuration.getFileDir());
        this.nonFinite = configuration.getNonFinite();
        this.table = configuration.getTable();
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.getTable, this::read);
    }

    private CompletableFuture<Answer> read(Message message) {
        String metric = message.getHeader(WandbConstants.TABLE, table, String.class);
        if (metric != null && !TableReference.isReference(message.getBody())) {
            return targets.run(message)
                    .thenCompose(run -> client.run(run)
                            .thenApply(found -> file(RunReads.required(run, found), metric))
                            .thenCompose(name -> rows(message, run, name)));
        }
        String name = file(message);
        return targets.run(message).thenCompose(run -> rows(message, run, name));
    }

    private String file(Message message) {
        Object body = message.getBody();
        if (TableReference.isReference(body)) {
            return TableReference.fileOf(body);
        }
        String named = fileName.of(message, "");
        if (named.isEmpty()) {
            throw new IllegalArgumentException(
                    "Which table is meant? Neither is the body the value of one, nor does the header "
                            + WandbConstants.TABLE
                            + " or the option table name a metric of the summary, nor the header "
                            + WandbConstants.FILE_NAME + " or the option fileName the file");
        }
        return named;
    }

    private static String file(Run run, String metric) {
        Object value = TableReference.find(run.summary(), metric);
        if (!TableReference.isTable(value)) {
            throw new WandbNotFoundException(
                    "The summary of run " + run.path() + " has no table " + metric + ": there is "
                            + (value == null ? "nothing of that name" : value),
                    Details.of(run.path().toString()),
                    null);
        }
        return TableReference.fileOf(value);
    }

    private CompletableFuture<Answer> rows(Message message, RunPath run, String name) {
        LocalPlace place = places.of(message, name);
        return client.files().download(run, name, place).thenApply(file -> {
            return Answer.of(new BodyIterator<>(TableRows.open(place.file(), run + "/" + name, nonFinite)));
        });
    }
}
