// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOffsetTest {

    private static final RunOffset OFFSET = new RunOffset(
            Instant.parse("2026-01-02T03:04:05Z"),
            2,
            7,
            1001,
            1000,
            4,
            -3,
            8L,
            new Anchors(List.of(new Anchor(9, Double.NaN, 1), new Anchor(1000, 1_700_000_000.123456, 990))),
            new RunMark(1000, "finished", Instant.EPOCH));

    @Test
    void readsWhatItWrote() {
        RunOffset bare = new RunOffset(null, 1, 0, 0, 0, 0, 0, null, Anchors.none(), null);

        assertThat(RunOffset.decode(OFFSET.encode())).isEqualTo(OFFSET);
        assertThat(RunOffset.decode(bare.encode())).isEqualTo(bare);
    }

    @Test
    void isOneLineWithoutASeparatorOfStores() {
        assertThat(OFFSET.encode()).doesNotContain("=", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "taken", "{}", "{}#0", "42"})
    void refusesWhatItDidNotWrite(String foreign) {
        assertThatIllegalArgumentException().isThrownBy(() -> RunOffset.decode(foreign));
    }

    @Test
    void refusesAnEntryThatWasTornOrChanged() {
        String entry = OFFSET.encode();

        assertThatIllegalArgumentException().isThrownBy(() -> RunOffset.decode(entry.substring(0, entry.length() - 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> RunOffset.decode(entry.replace("1001", "1002")));
    }
}
