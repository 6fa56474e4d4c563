// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalDoubleTest {

    private static String text(double number) {
        StringBuilder out = new StringBuilder();
        CanonicalDouble.write(out, number);
        return out.toString();
    }

    /** Left: any way to write the double; right: what ECMAScript writes, after RFC 8785 appendix B and Node.js. */
    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource({
        "4.9E-324, 5e-324",
        "-4.9E-324, -5e-324",
        "9.9E-324, 1e-323",
        "1.7976931348623157E308, 1.7976931348623157e+308",
        "9.007199254740993E22, 9.007199254740994e+22",
        "295147905179352830000, 295147905179352830000",
        "9.999999999999997E22, 9.999999999999997e+22",
        "1E23, 1e+23",
        "1E21, 1e+21",
        "999999999999999900000, 999999999999999900000",
        "333333333.3333332, 333333333.3333332",
        "0.000001, 0.000001",
        "9.999999999999997E-7, 9.999999999999997e-7",
        "1700000000.123456, 1700000000.123456",
        "-0.0000033333333333333333, -0.0000033333333333333333",
        "0.5, 0.5",
    })
    void numbersLookAsInEcmaScript(String written, String expected) {
        assertThat(text(Double.parseDouble(written))).isEqualTo(expected);
    }

    @Test
    void everyDoubleReadsBackAsItself() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(Double.parseDouble(text(number))).isEqualTo(number);
            }
        }
    }
}
