// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is posted to it one after the other, in order, on threads of a shared pool. */
final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** So many messages are handled before other mailboxes get their turn. */
    private static final int BURST = 32;

    private final Executor executor;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    /** After the pool was shut down nothing runs that was not accepted before. */
    void post(Runnable message) {
        messages.add(message);
        if (waiting.getAndIncrement() == 0) {
            handOn();
        }
    }

    private void handle() {
        int handled = 0;
        do {
            if (handled++ == BURST && handOn()) {
                return;
            }
            Runnable message = messages.poll();
            if (message != null) {
                handle(message);
            }
        } while (waiting.decrementAndGet() > 0);
    }

    /** Whatever a message fails with: those behind it have to run, and those that will be posted. */
    private static void handle(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A message failed", e);
        }
    }

    private boolean handOn() {
        try {
            executor.execute(this::handle);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
