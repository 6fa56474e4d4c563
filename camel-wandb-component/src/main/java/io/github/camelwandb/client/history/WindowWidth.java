// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

/**
 * How many steps the next window of a scan has: as many as should hold a page of rows. Windows are made of steps, which may be
 * sparse, while answers are made of rows.
 *
 * @param steps at least 1
 * @param held for how many more pages with rows it does not grow, since a wider window was too much; then it may double
 * @param isMeasured whether rows that came say so, not a guess
 * @param pageRows how many rows a page should have
 */
record WindowWidth(long steps, int held, boolean isMeasured, int pageRows) {

    /** Rows of a page, unless the server answers fewer. */
    static final int PAGE_ROWS = 1000;

    /** Beyond any gap, for steps can be times; no window holds more rows than the 32-bit number of samples that the server takes. */
    private static final long MAX_STEPS = 1L << 60;

    private static final long GROWTH = 8;

    private static final int HOLD = 8;

    static WindowWidth forDensity(double rowsPerStep, int pageRows) {
        return new WindowWidth(1, 0, false, pageRows).limited(pageRows / rowsPerStep, 0, false);
    }

    /**
     * After a window of this width held so many rows. Grows no faster than eightfold: rows may be dense again further on. Nor does it shrink
     * faster because of their bytes: one row may be as long as a thousand others.
     */
    WindowWidth after(long width, int rows, long bytes) {
        double byRows = rows == 0 ? Double.MAX_VALUE : (double) pageRows * width / rows;
        double byBytes = bytes == 0
                ? Double.MAX_VALUE
                : Math.max((double) RowLimit.PAGE_BYTES * width / bytes, (double) steps / GROWTH);
        double wanted = Math.min(byRows, byBytes);
        double most = (double) Math.max(steps, width) * GROWTH;
        if (held > 0 && rows > 0) {
            double allowed = held == 1 ? 2.0 * steps : steps;
            if (wanted > allowed) {
                return limited(allowed, held == 1 ? HOLD : held - 1, false);
            }
        }
        return limited(Math.min(wanted, most), rows == 0 ? held : 0, wanted <= most && byRows <= byBytes);
    }

    /** After only so much of a window could be read. */
    WindowWidth heldAt(long width) {
        return limited(width, HOLD, false);
    }

    /** A width of at least so many steps, if a wider window was not too much lately. */
    WindowWidth atLeast(double wanted) {
        return held > 0 || wanted <= steps ? this : limited(wanted, 0, isMeasured);
    }

    private WindowWidth limited(double wanted, int pages, boolean fromRows) {
        return new WindowWidth(Math.max(1, (long) Math.min(wanted, MAX_STEPS)), pages, fromRows, pageRows);
    }
}
