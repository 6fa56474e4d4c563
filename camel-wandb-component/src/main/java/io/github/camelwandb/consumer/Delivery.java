// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.UnitOfWorkHelper;

/** Hands messages to the route and reports how each ended. It knows exchanges, and nothing of offsets or HTTP. */
final class Delivery {

    /** How an exchange ended; called exactly once, on whatever thread completed it. */
    @FunctionalInterface
    interface Outcome {
        void settled(boolean completed);
    }

    private final Consumer consumer;
    private final AsyncProcessor route;
    private final BooleanSupplier paused;
    private final PollBudget budget;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** @param paused whether nothing more may be handed over */
    Delivery(Consumer consumer, AsyncProcessor route, BooleanSupplier paused, PollBudget budget) {
        this.consumer = consumer;
        this.route = route;
        this.paused = paused;
        this.budget = budget;
    }

    /** What was left of the budget of the last poll is void. */
    void beginPoll() {
        budget.renew();
    }

    /** Waits until the budget of the last poll is used up, so long at most; not while paused. */
    void awaitUsedUp(Duration longest) throws InterruptedException {
        budget.awaitWanted(longest);
    }

    /** After a pause began: whoever waits is to look. */
    void paused() {
        budget.goOn();
    }

    /**
     * A place for one exchange, to be used or given back; none while paused, or when the poll has started its share. It counts as in
     * flight: a stop that pauses and then sees none in flight has stopped whoever asks.
     */
    boolean reserve() {
        inFlight.incrementAndGet();
        if (paused.getAsBoolean() || !budget.tryTake()) {
            ended();
            return false;
        }
        return true;
    }

    void giveBack() {
        budget.giveBack();
        ended();
    }

    private void ended() {
        inFlight.decrementAndGet();
    }

    /** Uses a place that was reserved. */
    void send(java.util.function.Consumer<Message> content, Outcome outcome) {
        Exchange exchange;
        try {
            exchange = consumer.createExchange(true);
        } catch (RuntimeException | Error e) {
            outcome.settled(false);
            ended();
            throw e;
        }
        Acknowledgement acknowledgement = new Acknowledgement(outcome);
        exchange.getExchangeExtension().addOnCompletion(acknowledgement);
        exchange.getExchangeExtension().addOnCompletion(new Failure(acknowledgement));
        started.incrementAndGet();
        AsyncCallback end = ended(exchange, acknowledgement);
        try {
            content.accept(exchange.getMessage());
        } catch (RuntimeException | Error e) {
            exchange.setException(e);
            end.done(true);
            return;
        }
        try {
            route.process(exchange, end);
        } catch (RuntimeException | Error e) { // of an asynchronous processor, which Camel lets through
            if (acknowledgement.isOpen()) { // nobody else will end it
                exchange.setException(e);
                leave(exchange);
                end.done(true);
            }
        }
    }

    /** What it entered it was to leave in the callbacks that nobody calls now: a stop would wait for it. */
    private void leave(Exchange exchange) {
        UnitOfWorkHelper.doneUow(exchange.getUnitOfWork(), exchange);
        exchange.getContext().getInflightRepository().remove(exchange, exchange.getFromRouteId());
    }

    private AsyncCallback ended(Exchange exchange, Acknowledgement acknowledgement) {
        AsyncCallback released = consumer.defaultConsumerCallback(exchange, true);
        return doneSync -> {
            // still there where the exchange never entered the route: Camel takes none while it shuts down by force
            if (exchange.getExchangeExtension().containsOnCompletion(acknowledgement)) {
                acknowledgement.settle(false);
            }
            released.done(doneSync);
        };
    }

    private static boolean isRolledBack(Exchange exchange) {
        return exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
    }

    /** Exchanges that were handed over and have not ended, also those that the route passed on to another thread. */
    int inFlight() {
        return inFlight.get();
    }

    /** Exchanges started since this was last asked. */
    int takeStarted() {
        return started.getAndSet(0);
    }

    /** Travels with the exchange, and with its copy where a route hands it over to another thread. */
    private final class Acknowledgement implements Synchronization {
        private final Outcome outcome;
        private final AtomicBoolean settled = new AtomicBoolean();

        private Acknowledgement(Outcome outcome) {
            this.outcome = outcome;
        }

        private boolean isOpen() {
            return !settled.get();
        }

        @Override
        public void onComplete(Exchange exchange) {
            // Camel reports an exchange that was marked rollback-only without an exception as completed
            settle(!isRolledBack(exchange));
        }

        @Override
        public void onFailure(Exchange exchange) {
            settle(false);
        }

        private void settle(boolean completed) {
            if (settled.compareAndSet(false, true)) {
                outcome.settled(completed);
                ended(); // last: a stop that sees none in flight has seen every outcome
            }
        }

        @Override
        public String toString() {
            return "WandbAcknowledgement";
        }
    }

    /**
     * Stays with the exchange where the acknowledgement went with a copy, which a full queue may have dropped: the route has failed,
     * whatever becomes of that. Afterwards it cannot be asked: one from a pool is empty by then.
     */
    private static final class Failure extends SynchronizationAdapter {
        private final Acknowledgement acknowledgement;

        private Failure(Acknowledgement acknowledgement) {
            this.acknowledgement = acknowledgement;
        }

        @Override
        public boolean allowHandover() {
            return false;
        }

        @Override
        public void onComplete(Exchange exchange) {
            if (isRolledBack(exchange)) {
                acknowledgement.settle(false);
            }
        }

        @Override
        public void onFailure(Exchange exchange) {
            acknowledgement.settle(false);
        }
    }
}
