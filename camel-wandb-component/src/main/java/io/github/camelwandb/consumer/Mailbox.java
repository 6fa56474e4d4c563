// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what is posted to it one after the other, in order, on threads of a shared pool. */
final class Mailbox {

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
                message.run();
            }
        } while (waiting.decrementAndGet() > 0);
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
