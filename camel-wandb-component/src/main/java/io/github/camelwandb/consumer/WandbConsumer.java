// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.WandbRunEvent;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.offset.OffsetStores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of {@code wandb:} endpoints: at each poll it lists the runs, hands the listing to its stream and returns; what
 * follows from it happens on the consumer's own threads.
 */
public final class WandbConsumer extends ScheduledPollConsumer implements ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(WandbConsumer.class);

    /** After a graceful stop nothing is in flight: what is left to do is to store the last positions. */
    private static final long STOP_SECONDS = 10;

    private final WandbConfiguration configuration;
    private final WandbClient client;
    private final OffsetStores stores;
    private final Clock clock;
    private final OutageLog outages;

    private boolean missed;
    private boolean listed; // by the last poll; of its thread
    private boolean isAgain; // whether the last poll found more to come; of its thread
    private volatile boolean paused;
    private volatile @Nullable Running running;
    private volatile @Nullable Instant lastListing;
    private volatile @Nullable Throwable lastFailure;

    /** What lives from start to stop. */
    private record Running(
            ExecutorService pool,
            ScheduledExecutorService committer,
            OffsetStores.Lease store,
            Ledger ledger,
            Delivery delivery,
            SubscriptionOpener opener) {

        boolean hasThreads() {
            return !pool.isShutdown() && !committer.isShutdown();
        }
    }

    /**
     * A consumer that is not started.
     *
     * @param client shared with other endpoints of the same server and key; not closed here
     * @param stores shared with the other consumers
     */
    public WandbConsumer(
            Endpoint endpoint,
            Processor processor,
            WandbConfiguration configuration,
            WandbClient client,
            OffsetStores stores,
            Clock clock) {
        super(endpoint, processor);
        this.stores = stores;
        this.clock = clock;
        this.configuration = configuration;
        this.client = client;
        this.outages = new OutageLog(endpoint.getCamelContext(), LOG, clock);
        setExceptionHandler(outages);
    }

    @Override
    protected void doBuild() throws Exception {
        if (getHealthCheck() == null) {
            WandbConsumerHealthCheck check = new WandbConsumerHealthCheck(this, "consumer:" + getRouteId());
            HealthCheck.State initial = initialHealthCheckState();
            if (initial != null) {
                check.setInitialState(initial);
            }
            setHealthCheck(check);
        }
        super.doBuild();
    }

    @Override
    protected void doStart() throws Exception {
        if (running != null) { // it was suspended, by a stop that Camel has given up
            paused = false;
            super.doStart();
            return;
        }
        SubscriptionOpener.check(configuration);
        StateRepository<String, String> repository = configuration.getOffsetRepository();
        if (repository != null) {
            // others may share it, so it ends with the context and not with this route
            getEndpoint().getCamelContext().addService(repository, true);
            ServiceHelper.startService(repository);
        }
        paused = false;
        lastListing = null;
        lastFailure = null;
        missed = false;
        Running starting = begin(stores.open(configuration.getOffsetPath(), repository, getRouteId()));
        running = starting;
        try {
            admit(starting.opener());
            super.doStart();
        } catch (Exception e) {
            // Camel does not stop what has not started
            running = null;
            end(starting);
            throw e;
        }
    }

    private Running begin(OffsetStores.Lease store) {
        ExecutorService pool = newPool();
        ScheduledExecutorService committer = executors().newSingleThreadScheduledExecutor(this, "WandbOffsets");
        Ledger ledger =
                new Ledger(store.store(), Duration.ofMillis(configuration.getOffsetCommitInterval()), committer, clock);
        Delivery delivery = new Delivery(
                this,
                getAsyncProcessor(),
                () -> paused || ledger.failure().isPresent(),
                new PollBudget(configuration.getMaxMessagesPerPoll()));
        SubscriptionOpener opener = new SubscriptionOpener(
                getEndpoint().getCamelContext(),
                configuration,
                client,
                store,
                ledger,
                delivery,
                pool,
                clock,
                Duration.ofMillis(Math.max(1, getTimeUnit().toMillis(getDelay()))),
                Runtime.getRuntime().maxMemory() / 2,
                (what, cause) -> report(store, what, cause),
                this::tell);
        return new Running(pool, committer, store, ledger, delivery, opener);
    }

    /** A rate limit is no error: with {@code bridgeErrorHandler} it would become an exchange. Nor is what a stop takes away. */
    private void report(OffsetStores.Lease store, String what, Throwable cause) {
        if (store.isClosed()) {
            LOG.debug("{}, after the stop", what, cause);
        } else if (Answers.own(cause) instanceof WandbRateLimitedException) {
            LOG.info("{}: {}", what, cause.getMessage());
        } else {
            handle(what, WandbRouteException.of(cause));
        }
    }

    private void handle(String what, Throwable cause) {
        try {
            getExceptionHandler().handleException(what, cause);
        } catch (RuntimeException | Error e) { // whatever it is, the run gives back what it holds
            LOG.warn("The exception handler failed on: {}", what, e);
        }
    }

    private void tell(WandbRunEvent.Kind kind, RunPath run, String detail) {
        WandbRunEvent event = new WandbRunEvent(getEndpoint().getCamelContext(), kind, run, detail);
        event.setTimestamp(clock.millis());
        for (EventNotifier notifier :
                getEndpoint().getCamelContext().getManagementStrategy().getEventNotifiers()) {
            tell(event, notifier);
        }
    }

    /** One by one: whatever one fails with, the others hear of it and the run goes on. */
    private static void tell(WandbRunEvent event, EventNotifier notifier) {
        try {
            if (!notifier.isDisabled() && notifier.isEnabled(event)) {
                notifier.notify(event);
            }
        } catch (Exception | Error e) {
            LOG.warn("An event notifier failed on {}", event, e);
        }
    }

    private void admit(SubscriptionOpener opener) {
        try {
            opener.subscription();
        } catch (WandbUnavailableException | WandbRateLimitedException e) {
            if (e instanceof WandbUnavailableException) {
                lastFailure = new WandbRouteException(e);
            }
            LOG.warn(
                    "{} starts although the server does not answer; each poll tries again: {}",
                    getEndpoint(),
                    e.getMessage());
        } catch (WandbException e) {
            throw new WandbRouteException(e);
        }
    }

    /** Its queue has no bound, for a run has at most one entry in it; one that the poll's thread ran would hold up the poll. */
    private ExecutorService newPool() {
        ThreadPoolProfile profile = new ThreadPoolProfile("wandb");
        profile.setPoolSize(configuration.getMaxConcurrentRuns());
        profile.setMaxPoolSize(configuration.getMaxConcurrentRuns());
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return executors().newThreadPool(this, "WandbFollower", profile);
    }

    /** Camel hides what fails here: whoever receives would take it for that there is nothing. */
    @Override
    public long beforePoll(long timeout) throws Exception {
        try {
            return super.beforePoll(timeout);
        } catch (Exception e) {
            handle("Nothing can be received from " + getEndpoint(), e);
            throw e;
        }
    }

    /** No scheduler calls a second time what has thrown. */
    @Override
    public void run() {
        try {
            super.run();
        } catch (RuntimeException | Error e) { // such as of the user's exception handler
            LOG.warn("{} goes on with the next poll", getEndpoint(), e);
        }
    }

    @Override
    protected int poll() {
        listed = false;
        boolean isRepeated = isAgain && isGreedy();
        isAgain = false;
        Running current = running;
        if (current == null || paused) {
            return 0;
        }
        try {
            if (isRepeated && !isToListAtOnce(current)) {
                return 0;
            }
            current.ledger().failure().ifPresent(failure -> {
                throw failure;
            });
            if (!current.hasThreads() && !paused) { // a stop pauses before it ends them
                throw new IllegalStateException("The consumer's threads were ended by somebody else, so that nothing is"
                        + " delivered: restart the route");
            }
            list(current.opener().subscription());
            listed = true;
            lastFailure = null;
        } catch (CancellationException e) {
            return 0; // by a stop or a suspension
        } catch (WandbRateLimitedException e) {
            outages.warn("The rate limit of the server left no time to list the runs", e);
        } catch (RuntimeException e) {
            if (current.store().isClosed()) {
                LOG.debug("A poll that a stop has overtaken has failed", e);
                return 0;
            }
            RuntimeException failure = WandbRouteException.of(e);
            lastFailure = failure;
            throw failure;
        } catch (Error e) {
            lastFailure = e;
            throw e;
        }
        int exchanges = Math.max(current.delivery().takeStarted(), isBusy(current) ? 1 : 0);
        isAgain = exchanges > 0;
        return exchanges;
    }

    /**
     * Camel makes a greedy poll at once behind another: it waits until it has something to give, or is due. Answers whether to go on.
     */
    private boolean isToListAtOnce(Running current) {
        try {
            current.delivery().awaitUsedUp(Duration.ofMillis(getTimeUnit().toMillis(getDelay())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !paused;
    }

    /** A poll that a suspension or the rate limit has ended has not found that there is nothing. */
    @Override
    protected void processEmptyMessage() throws Exception {
        if (listed) {
            super.processEmptyMessage();
        }
    }

    /** Rows that are being read count, too: between two of them nothing may be in flight, and that is not idle. */
    private static boolean isBusy(Running current) {
        return current.delivery().inFlight() > 0
                || current.opener().opened().stream()
                        .anyMatch(subscription -> subscription.stream().isBusy());
    }

    private void list(Subscription subscription) {
        RunStream stream = subscription.stream();
        boolean isFirst = !subscription.offsets().hasBaseline();
        Listing listing = subscription.discovery().list(stream.unsettled(), isFirst);
        List<Run> runs = listing.runs();
        lastListing = clock.instant();
        forceConsumerAsReady();
        boolean isMissing = configuration.getRunId() != null && runs.isEmpty();
        if (isMissing && !missed) {
            LOG.warn(
                    "Run {} of {} is not there, or does not match: it is followed once it does. The run id is the last"
                            + " part of the run's address, not its display name",
                    configuration.getRunId(),
                    getEndpoint());
        }
        missed = isMissing;
        if (isFirst) {
            stream.firstListing(runs);
            subscription.offsets().baselineTaken();
        }
        stream.listed(runs, listing.isSweep());
        if (!listing.gone().isEmpty()) {
            stream.gone(listing.gone());
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        pause();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        paused = false;
        super.doResume();
    }

    @Override
    protected void doStop() throws Exception {
        pause();
        try {
            super.doStop();
        } finally { // a scheduler of the user's may fail
            Running stopped = running;
            running = null;
            if (stopped != null) {
                end(stopped);
            }
        }
    }

    /** Followers first, which still have positions to tell, then the positions, then where they are. */
    private void end(Running ended) {
        executors().shutdownGraceful(ended.pool(), TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        ended.ledger().close(Duration.ofSeconds(STOP_SECONDS));
        executors().shutdownNow(ended.committer());
        ended.store().close();
    }

    /** Nothing more is handed over; a poll that waits for the server ends. */
    private void pause() {
        paused = true;
        Running current = running;
        if (current != null) {
            current.opener().cancel();
            current.delivery().paused();
        }
    }

    /** The consumers of the routes of a context. */
    public static Stream<WandbConsumer> of(CamelContext camel) {
        return camel.getRoutes().stream()
                .map(Route::getConsumer)
                .filter(WandbConsumer.class::isInstance)
                .map(WandbConsumer.class::cast);
    }

    /** What it does at this moment; asked by any thread. */
    public Following following() {
        Running current = running;
        if (current == null) {
            return Following.NOTHING;
        }
        List<FollowedRun> runs = current.opener().opened().stream()
                .flatMap(subscription -> subscription.stream().followed())
                .toList();
        return new Following(
                runs,
                current.opener().rowsDelivered(),
                current.delivery().inFlight(),
                lastListing,
                lastFailure,
                current.ledger().failure().orElse(null));
    }

    private ExecutorServiceManager executors() {
        return getEndpoint().getCamelContext().getExecutorServiceManager();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    /** Counts also exchanges that the route passed on to other threads: a graceful stop waits for them. */
    @Override
    public int getPendingExchangesSize() {
        Running current = running;
        return current == null ? 0 : current.delivery().inFlight();
    }

    /** Not where Camel has given the stop up: its thread prepares still while the route may be started again. */
    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (!getEndpoint().getCamelContext().getShutdownStrategy().isTimeoutOccurred()) {
            pause();
        }
    }
}
