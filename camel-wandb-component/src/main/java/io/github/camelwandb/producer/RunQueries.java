// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.RunFilters;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.RunQuery;
import io.github.camelwandb.client.model.ProjectPath;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Which runs a message asks for, and in which order. */
final class RunQueries {

    private final WandbConfiguration configuration;
    private final RunFilters filters;
    private final Targets targets;

    /** @throws IllegalArgumentException if an option cannot be understood */
    RunQueries(WandbConfiguration configuration, RunFilters filters, Targets targets) {
        this.configuration = configuration;
        this.filters = filters;
        this.targets = targets;
        query(
                new ProjectPath(configuration.getEntity(), configuration.getProject()),
                filters.get(),
                order("order", configuration.getOrder()),
                configuration.getProjection());
    }

    /** @throws IllegalArgumentException if the message cannot be understood */
    RunFilter filter(Message message) {
        Object header = message.getHeader(WandbConstants.FILTER);
        return header == null ? filters.get() : filters.get(WandbConstants.FILTER, header);
    }

    /** What makes two filters the same question: how they are written, for an age such as {@code 7d} moves with the clock. */
    List<@Nullable Object> asWritten(Message message) {
        Object header = message.getHeader(WandbConstants.FILTER);
        return Arrays.asList(
                header == null ? null : String.valueOf(header),
                String.valueOf(configuration.getFilter()),
                configuration.getState(),
                configuration.getTags(),
                configuration.getGroup(),
                configuration.getJobType(),
                configuration.getSweep(),
                configuration.getCreatedAfter(),
                configuration.getUpdatedAfter());
    }

    /** @throws IllegalArgumentException if the message cannot be understood */
    CompletableFuture<RunQuery> query(Message message, Projection projection) {
        RunFilter filter = filter(message);
        String header = message.getHeader(WandbConstants.ORDER, String.class);
        String order = header != null
                ? order("The header " + WandbConstants.ORDER, header)
                : order("order", configuration.getOrder());
        return targets.project(message).thenApply(project -> query(project, filter, order, projection));
    }

    private RunQuery query(ProjectPath project, RunFilter filter, String order, Projection projection) {
        return new RunQuery(
                project, filter, order, projection, configuration.isMetadata(), configuration.getPageSize());
    }

    /** In a URI a plus sign becomes a space, so no sign means plus; the server takes it for either, so one is always sent. */
    private static String order(String source, String given) {
        String field = given.strip();
        if (field.isEmpty() || field.equals("+") || field.equals("-")) {
            throw new IllegalArgumentException(source + " is empty: remove it, or name a field, as in -created_at");
        }
        return field.startsWith("+") || field.startsWith("-") ? field : "+" + field;
    }
}
