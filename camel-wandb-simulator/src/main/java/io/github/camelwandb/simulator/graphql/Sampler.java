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

    Sampler(RandomGenerator random) {
        this.random = random;
    }

    <T> List<T> sample(List<T> rows, int samples) {
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
