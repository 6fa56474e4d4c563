// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what is posted to it one after the other, in order, on threads of a shared pool. */
final class Mailbox {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** So many messages are handled before other mailboxes get their turn. */
    private static final int BURST = 32;

    private final Executor executor;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isHandled = new AtomicBoolean();

    Mailbox(Executor executor) {
        this.executor = executor;
    }

    /**
     * After the pool was shut down nothing runs that was not accepted before. Where there was no thread for a message it runs with the
     * next one that is posted.
     */
    void post(Runnable message) {
        messages.add(message);
        goOn();
    }

    /** Tries again where there was no thread for what was posted. */
    void goOn() {
        if (!messages.isEmpty() && isHandled.compareAndSet(false, true) && !handOn()) {
            isHandled.set(false);
        }
    }

    private void handle() {
        int handled = 0;
        do {
            Runnable message = messages.poll();
            while (message != null) {
                handle(message);
                if (++handled == BURST && handOn()) {
                    return;
                }
                message = messages.poll();
            }
            isHandled.set(false);
        } while (!messages.isEmpty() && isHandled.compareAndSet(false, true));
    }

    /** Whatever a message fails with: those behind it have to run, and those that will be posted. */
    private static void handle(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A message failed", e);
        }
    }

    /** Whoever posts is not to fail: a listing has other runs to tell of, and an exchange that ended is counted behind this. */
    private boolean handOn() {
        try {
            executor.execute(this::handle);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        } catch (RuntimeException | Error e) { // such as that the system gives no more threads
            LOG.error("There is no thread for what is to be done: it waits", e);
            return false;
        }
    }
}
