// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowWidthTest {

    @ParameterizedTest(name = "{0} rows a step: {1} steps")
    @CsvSource({"1, 1000", "0.5, 2000", "0.01, 100000", "1e-30, 1152921504606846976"})
    void theFirstWindowIsAsWideAsAThousandRowsNeed(double density, long expected) {
        assertThat(WindowWidth.forDensity(density, WindowWidth.PAGE_ROWS).steps())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} wide, {1} rows: {2} wide")
    @CsvSource({
        "1000, 1000, 1000",
        "1000,  500, 2000",
        "1000,    1, 8000",
        "1000,    0, 8000",
        "8000,    0, 64000",
        "8000, 8000, 1000",
        "2,    4000, 1",
        "1073741824, 0, 8589934592",
        "1152921504606846976, 0, 1152921504606846976",
    })
    void theNextWindowFollowsTheDensityOfTheLast(long width, int rows, long expected) {
        assertThat(new WindowWidth(width, 0, true, WindowWidth.PAGE_ROWS)
                        .after(width, rows, 0)
                        .steps())
                .isEqualTo(expected);
    }

    @Test
    void threeMillionEmptyStepsAreCrossedInFiveWindows() {
        WindowWidth width = WindowWidth.forDensity(1, WindowWidth.PAGE_ROWS);
        long crossed = 0;
        int windows = 0;
        while (crossed < 3_000_000) {
            crossed += width.steps();
            width = width.after(width.steps(), 0, 0);
            windows++;
        }
        assertThat(windows).isEqualTo(5);
    }

    @Test
    void aWidthThatWasTooMuchIsTriedAgainAfterSomePages() {
        WindowWidth width = WindowWidth.forDensity(1, WindowWidth.PAGE_ROWS).heldAt(10);
        long[] widths = new long[10];
        for (int i = 0; i < widths.length; i++) {
            width = width.after(width.steps(), 1, 0);
            widths[i] = width.steps();
        }
        assertThat(widths).containsExactly(10, 10, 10, 10, 10, 10, 10, 20, 20, 20);
    }

    @Test
    void emptyStepsAreCrossedFastEvenWhereRowsWereTooMuch() {
        WindowWidth width =
                WindowWidth.forDensity(1, WindowWidth.PAGE_ROWS).heldAt(10).after(10, 0, 0);

        assertThat(width.steps()).isEqualTo(80);
        assertThat(width.atLeast(1000)).isEqualTo(width);
        assertThat(width.after(80, 1, 0).steps()).isEqualTo(80);
    }
}
