// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import io.github.camelwandb.simulator.store.HistoryLine;
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
    private volatile int maxCharacters = Integer.MAX_VALUE;

    Sampler(RandomGenerator random) {
        this.random = random;
    }

    /** Whatever is asked for, not more rows than these. */
    void limit(int rows) {
        limit = rows;
    }

    /** Only the first rows, of so many characters together, but one row at least. */
    void limitCharacters(int most) {
        maxCharacters = most;
    }

    <T> List<T> sample(List<T> rows, int asked) {
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

    /** The first of them, if they are too long. */
    List<HistoryLine> cut(List<HistoryLine> rows) {
        int most = maxCharacters;
        int characters = 0;
        for (int i = 0; i < rows.size(); i++) {
            characters += rows.get(i).escaped().length;
            if (characters > most) {
                return rows.subList(0, Math.max(1, i));
            }
        }
        return rows;
    }
}
