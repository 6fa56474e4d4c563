// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.util.HashMap;
import java.util.Map;

/** Where the lines of several writers of one file are: each of them counts its own lines only. */
final class WriterPlaces {

    private final Map<String, Map<Integer, Integer>> places = new HashMap<>();

    /**
     * The place of a line: the one it already has, or the end of the file.
     *
     * @param index of the line, as its writer counts
     * @param end number of lines that are there
     */
    int of(String writer, int index, int end) {
        return places.computeIfAbsent(writer, w -> new HashMap<>()).computeIfAbsent(index, i -> end);
    }

    void forget() {
        places.clear();
    }
}
