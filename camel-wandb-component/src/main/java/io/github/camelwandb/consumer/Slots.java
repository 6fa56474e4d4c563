// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.ArrayDeque;
import java.util.Queue;

/** How many runs may be read and delivered at once; the others wait their turn. */
final class Slots {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Slots(int count) {
        this.free = count;
    }

    /** Calls back, at once or later, when there is a slot. */
    void request(Runnable granted) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(granted);
                return;
            }
            free--;
        }
        granted.run();
    }

    void release() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }
}
