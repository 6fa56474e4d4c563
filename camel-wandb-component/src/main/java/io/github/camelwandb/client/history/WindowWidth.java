// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

/**
 * How many steps the next window of a scan has: as many as should hold {@value #PAGE_ROWS} rows. Windows are made of steps, which may be
 * sparse, while answers are made of rows.
 *
 * @param steps at least 1
 */
record WindowWidth(long steps) {

    static final int PAGE_ROWS = 1000;

    /** Beyond any gap, for steps can be times; no window holds more rows than the 32-bit number of samples that the server takes. */
    private static final long MAX_STEPS = 1L << 60;

    private static final long GROWTH = 8;

    static WindowWidth forDensity(double rowsPerStep) {
        return limited(PAGE_ROWS / rowsPerStep);
    }

    /** After a window of this width held so many rows. Grows no faster than eightfold: rows may be dense again further on. */
    WindowWidth after(long width, int rows) {
        double wanted = rows == 0 ? Double.MAX_VALUE : (double) PAGE_ROWS * width / rows;
        return limited(Math.min(wanted, (double) steps * GROWTH));
    }

    private static WindowWidth limited(double steps) {
        return new WindowWidth(Math.max(1, (long) Math.min(steps, MAX_STEPS)));
    }
}
