// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** An unmodifiable list of anchors in little room: those of thousands of runs are kept. */
final class PackedAnchors extends AbstractList<Anchor> implements RandomAccess {

    private static final int FIELDS = 3;

    private final long[] packed;

    PackedAnchors(List<Anchor> anchors) {
        packed = new long[FIELDS * anchors.size()];
        int at = 0;
        for (Anchor anchor : anchors) {
            packed[at++] = anchor.step();
            packed[at++] = Double.doubleToRawLongBits(anchor.timestamp());
            packed[at++] = anchor.rows();
        }
    }

    @Override
    public Anchor get(int index) {
        int at = FIELDS * index;
        return new Anchor(packed[at], Double.longBitsToDouble(packed[at + 1]), packed[at + 2]);
    }

    @Override
    public int size() {
        return packed.length / FIELDS;
    }
}
