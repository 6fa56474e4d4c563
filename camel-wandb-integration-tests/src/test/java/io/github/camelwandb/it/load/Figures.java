// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.Objects;

/**
 * What a process says of itself.
 *
 * @param heap bytes of the heap that are in use when the garbage is gone
 * @param files open files and sockets
 */
record Figures(long heap, int threads, int files) {

    static Figures ofThisProcess() {
        ManagementFactory.getMemoryMXBean().gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        int files = Objects.requireNonNull(new File("/proc/self/fd").list()).length;
        return new Figures(heap, threads, files);
    }

    String line() {
        return heap + " " + threads + " " + files;
    }

    static Figures of(String line) {
        String[] parts = line.split(" ");
        return new Figures(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
