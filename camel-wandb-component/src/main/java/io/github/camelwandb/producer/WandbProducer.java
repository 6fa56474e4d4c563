// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.RunFilters;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.WandbOperation.Access;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbUnavailableException;
import java.io.Closeable;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer of {@code wandb:} endpoints: has the operation done that a message is for, and puts what it answers into the body. No thread
 * waits for the server; the route goes on in a thread of the producer, because the client needs its own for other answers.
 */
public final class WandbProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(WandbProducer.class);

    private final WandbConfiguration configuration;
    private final WandbClient client;
    private final OperationChoice choice;
    private final Map<WandbOperation, Operation> operations = new EnumMap<>(WandbOperation.class);

    private @Nullable RunWaits waits;
    private @Nullable ExecutorService threads;

    /** @param client shared with other endpoints of the same server and key; not closed here */
    public WandbProducer(Endpoint endpoint, WandbConfiguration configuration, WandbClient client) {
        super(endpoint);
        this.configuration = configuration;
        this.client = client;
        this.choice = new OperationChoice(configuration.getOperation());
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        CamelContext camel = getEndpoint().getCamelContext();
        Targets targets = new Targets(client, configuration);
        RunQueries queries =
                new RunQueries(configuration, new RunFilters(camel, configuration, Clock.systemUTC()), targets);
        CachedReads cached = CachedReads.of(client.cache(), configuration);
        waits = new RunWaits(client, configuration, targets, camel);
        List<OperationGroup> groups = List.of(
                new RunReads(client, configuration, queries, targets, cached),
                new RunExports(client, configuration, queries),
                new HistoryReads(client, configuration, targets),
                new StreamReads(client, configuration, targets),
                waits,
                new ProjectReads(client, configuration, targets, cached),
                new SweepReads(client, configuration, targets, cached),
                new ServerReads(client, cached),
                new CacheFlush(client.cache()),
                new RunEdits(client, configuration, targets),
                new RunLifecycle(client, targets),
                new RowLogging(client, targets),
                new FileReads(client, configuration, targets),
                new TableReads(client, configuration, targets),
                new FileWrites(client, configuration, targets),
                new ProjectWrites(client, targets),
                new SweepWrites(client, targets),
                new ArtifactReads(client, configuration, targets),
                new ArtifactWrites(client, configuration, targets),
                new GraphqlCalls(client, configuration, camel));
        groups.forEach(group -> operations.putAll(group.operations()));
        operations.replaceAll((name, operation) ->
                name.access() == Access.READ ? operation : new Forgetting(name, operation, client.cache(), targets));
    }

    /** @throws WandbRouteException if the server refuses the key; that it does not answer is for the messages to find out */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        try {
            client.verify().join();
        } catch (CompletionException e) {
            Throwable failure = WandbRouteException.of((Throwable) e);
            if (!mayPass(failure.getCause())) {
                throw WandbRouteException.of(e);
            }
            LOG.warn("{} starts although the server does not answer: {}", getEndpoint(), failure.getMessage());
        }
        threads =
                getEndpoint().getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "WandbProducer");
        ServiceHelper.startService(waits);
    }

    private static boolean mayPass(@Nullable Throwable failure) {
        return failure instanceof WandbUnavailableException || failure instanceof WandbRateLimitedException;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<Answer> answer;
        try {
            answer = Objects.requireNonNull(operations.get(choice.of(exchange.getMessage())))
                    .perform(exchange.getMessage());
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        answer.whenCompleteAsync((value, failure) -> settle(exchange, value, failure, callback), this::execute);
        return false;
    }

    private static void settle(
            Exchange exchange, @Nullable Answer answer, @Nullable Throwable failure, AsyncCallback callback) {
        if (failure != null) {
            exchange.setException(WandbRouteException.of(failure));
        } else if (answer != null) {
            answer.writeTo(exchange.getMessage());
            if (answer.body() instanceof Closeable body) {
                closeWith(exchange, body);
            }
        }
        callback.done(false);
    }

    private static void closeWith(Exchange exchange, Closeable body) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                IOHelper.close(body);
            }
        });
    }

    private void execute(Runnable rest) {
        try {
            Objects.requireNonNull(threads).execute(rest);
        } catch (RejectedExecutionException e) {
            rest.run(); // stopped by force: the exchange must end all the same
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ServiceHelper.stopService(waits);
        if (threads != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(threads);
        }
    }
}
