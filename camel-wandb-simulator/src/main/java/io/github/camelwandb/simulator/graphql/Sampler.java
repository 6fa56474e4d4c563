// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Thins out rows where there are more than asked for: which ones are left is random, differs from call to call, and keeps
 * their order.
 */
final class Sampler {

    private final RandomGenerator random;
    private volatile int limit = Integer.MAX_VALUE;
    private volatile int end = Integer.MAX_VALUE;

    Sampler(RandomGenerator random) {
        this.random = random;
    }

    /** Whatever is asked for, not more rows than these. */
    void limit(int rows) {
        limit = rows;
    }

    /** Only the first so many rows, whatever is asked for. */
    void cutBehind(int rows) {
        end = rows;
    }

    <T> List<T> sample(List<T> all, int asked) {
        List<T> rows = all.subList(0, Math.min(all.size(), end));
        int samples = Math.min(asked, limit);
        if (rows.size() <= samples) {
            return rows;
        }
        List<T> chosen = new ArrayList<>(samples);
        int wanted = samples;
        int left = rows.size();
        synchronized (random) {
            for (T row : rows) {
                if (random.nextInt(left--) < wanted) {
                    chosen.add(row);
                    wanted--;
                }
            }
        }
        return chosen;
    }
}
