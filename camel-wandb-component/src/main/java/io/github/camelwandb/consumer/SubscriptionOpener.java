// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.RowForms;
import io.github.camelwandb.RunFilters;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbStream;
import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.RunQuery;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.consumer.FollowerContext.RunEvents;
import io.github.camelwandb.offset.OffsetStores;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes a subscription of the options, once the server has said that we may follow what they name. A refusal is a
 * {@code WandbException} that a user must mend; while the server does not answer it is asked again at each poll.
 */
final class SubscriptionOpener {

    /** Between two answers that a run is not there: a server that is not itself for a moment is believed once at most. */
    private static final Duration GONE_INTERVAL = Duration.ofSeconds(30);

    private final WandbConfiguration configuration;
    private final WandbClient client;
    private final OffsetStores.Lease store;
    private final Ledger ledger;
    private final Delivery delivery;
    private final Executor executor;
    private final Clock clock;
    private final Duration retryDelay;
    private final long pageBytes;
    private final BiConsumer<String, Throwable> reports;
    private final RunEvents events;
    private final LongAdder delivered = new LongAdder();
    private final StartFrom startFrom;
    private final RunFilters filters;

    private volatile @Nullable Subscription subscription;

    /** @param pageBytes of the JSON of pages, of all runs together, that are to be held at once */
    SubscriptionOpener(
            CamelContext camel,
            WandbConfiguration configuration,
            WandbClient client,
            OffsetStores.Lease store,
            Ledger ledger,
            Delivery delivery,
            Executor executor,
            Clock clock,
            Duration retryDelay,
            long pageBytes,
            BiConsumer<String, Throwable> reports,
            RunEvents events) {
        this.configuration = configuration;
        this.client = client;
        this.store = store;
        this.ledger = ledger;
        this.delivery = delivery;
        this.executor = executor;
        this.clock = clock;
        this.retryDelay = retryDelay;
        this.pageBytes = pageBytes;
        this.reports = reports;
        this.events = events;
        this.startFrom = StartFrom.parse(configuration.getStartFrom());
        this.filters = new RunFilters(camel, configuration, clock);
    }

    /** @throws IllegalArgumentException if an option cannot be understood */
    static void check(WandbConfiguration configuration) {
        StartFrom.parse(configuration.getStartFrom());
        requireOfHistory(configuration);
        requirePositive("rowsPerExchange", configuration.getRowsPerExchange());
        requirePositive("maxInFlightPerRun", configuration.getMaxInFlightPerRun());
        requirePositive("maxConcurrentRuns", configuration.getMaxConcurrentRuns());
        requirePositive("rowFailureAttempts", configuration.getRowFailureAttempts());
        if (configuration.getOffsetCommitInterval() < 0) {
            throw new IllegalArgumentException("offsetCommitInterval=" + configuration.getOffsetCommitInterval()
                    + " must be 0 ms, which is with every exchange, or more");
        }
        if (configuration.getFullSweepInterval() < 0) {
            throw new IllegalArgumentException("fullSweepInterval=" + configuration.getFullSweepInterval()
                    + " must be 0 ms, which is every poll, or more");
        }
    }

    private static void requireOfHistory(WandbConfiguration configuration) {
        WandbStream stream = configuration.getStream();
        if (stream == WandbStream.history) {
            return;
        }
        if (configuration.getRowsPerExchange() > 1) {
            throw new IllegalArgumentException("rowsPerExchange=" + configuration.getRowsPerExchange()
                    + " is for stream=history only: with stream=" + stream + " each message stands alone");
        }
        if (StartFrom.parse(configuration.getStartFrom()) instanceof StartFrom.Step) {
            throw new IllegalArgumentException("startFrom=" + configuration.getStartFrom()
                    + " is for stream=history only, for only its rows have steps: use earliest or latest with stream="
                    + stream);
        }
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + "=" + value + " must be 1 or more");
        }
    }

    Subscription subscription() {
        Subscription current = subscription;
        if (current == null) {
            current = open(admittedProject());
            subscription = current;
        }
        return current;
    }

    /** The subscription, once the server has admitted it. */
    Optional<Subscription> opened() {
        return Optional.ofNullable(subscription);
    }

    /** Rows, or other messages, whose exchanges have completed. */
    long rowsDelivered() {
        return delivered.sum();
    }

    void cancel() {
        Subscription current = subscription;
        if (current != null) {
            current.discovery().cancel();
        }
    }

    private ProjectPath admittedProject() {
        Answers.of(client.verify());
        ProjectPath project =
                Answers.of(client.resolve(new ProjectPath(configuration.getEntity(), configuration.getProject())));
        if (Answers.of(client.project(project)).isEmpty()) {
            throw WandbNotFoundException.project(project, Details.of(project.toString()));
        }
        RunFilter filter = filters.get();
        if (!filter.isEmpty()) {
            requireAccepted(project, filter);
        }
        return project;
    }

    /** A filter that the server refuses is found now. */
    private void requireAccepted(ProjectPath project, RunFilter filter) {
        try {
            Answers.of(client.countRuns(project, filter));
        } catch (WandbServerIncompatibleException e) {
            if (!WandbServerIncompatibleException.isSaidByServer(e)) {
                throw e;
            }
            // one that does not count can list them
            Answers.of(client.runPage(new RunQuery(project, filter, "+created_at", Projection.LIGHT, false, 1), null));
        }
    }

    private Subscription open(ProjectPath project) {
        String runId = configuration.getRunId();
        Discovery discovery = new Discovery(
                client,
                project,
                runId,
                filters::get,
                clock,
                Duration.ofMillis(configuration.getFullSweepInterval()),
                GONE_INTERVAL);
        String stream = configuration.getStream().name();
        store.claim(offsetName(project), stream);
        Offsets offsets = new Offsets(ledger, offsetName(project), stream);
        return new Subscription(discovery, stream(project, offsets), offsets);
    }

    private String offsetName(ProjectPath project) {
        String name = configuration.getOffsetName();
        String runId = configuration.getRunId();
        return name != null
                ? name
                : runId == null ? project.toString() : project.run(runId).toString();
    }

    private RunStream stream(ProjectPath project, Offsets offsets) {
        return switch (configuration.getStream()) {
            case history -> historyStream(project, offsets);
            case runs -> new FeedStream<>(new RunsFeed(), feedContext(project, offsets), startFrom);
            case system ->
                new FeedStream<>(
                        new SystemFeed(client.history(), configuration.getNonFinite(), configuration.isIncludeRun()),
                        feedContext(project, offsets),
                        startFrom);
            case logs -> new FeedStream<>(new LogsFeed(client, events), feedContext(project, offsets), startFrom);
        };
    }

    private FeedContext feedContext(ProjectPath project, Offsets offsets) {
        return new FeedContext(
                project,
                offsets,
                delivery,
                new Slots(configuration.getMaxConcurrentRuns()),
                configuration.getOffsetCommitInterval() == 0,
                delivered,
                clock,
                new ServerTime(clock),
                retryDelay,
                executor,
                reports,
                events);
    }

    private RunStream historyStream(ProjectPath project, Offsets offsets) {
        FollowerContext context = new FollowerContext(
                client,
                project,
                offsets,
                delivery,
                new RowMessages(configuration.isIncludeRun(), configuration.getRowsPerExchange() > 1),
                new Slots(configuration.getMaxConcurrentRuns()),
                new Slots(configuration.getMaxConcurrentRuns()),
                new RowForms(configuration).get(),
                configuration.getRowsPerExchange(),
                configuration.getMaxInFlightPerRun(),
                pageBytes / configuration.getMaxConcurrentRuns(),
                startFrom.step(),
                configuration.getOffsetCommitInterval() == 0,
                configuration.getOnRowFailure(),
                configuration.getRowFailureAttempts(),
                configuration.getOnHistoryRewrite(),
                delivered,
                clock,
                new ServerTime(clock),
                retryDelay,
                reports,
                events);
        return new HistoryStream(context, startFrom, executor);
    }
}
