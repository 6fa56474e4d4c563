// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgedPrefixTest {

    private final AcknowledgedPrefix prefix = new AcknowledgedPrefix();

    private static RunOffset at(long step) {
        return new RunOffset(null, 1, 0, step, step, 0, 0, null, Anchors.none(), null);
    }

    @Test
    void movesOverWhatHasCompletedWithoutAGap() {
        var first = prefix.handedOver(at(1));
        var second = prefix.handedOver(at(2));
        var third = prefix.handedOver(at(3));

        assertThat(prefix.completed(second)).isEmpty();
        assertThat(prefix.open()).isEqualTo(3);
        assertThat(prefix.completed(first)).contains(new AcknowledgedPrefix.Progress(at(2), 2));
        assertThat(prefix.open()).isEqualTo(1);
        assertThat(prefix.completed(third)).contains(new AcknowledgedPrefix.Progress(at(3), 1));
        assertThat(prefix.inFlight()).isZero();
    }

    @Test
    void neverMovesOverAFailure() {
        var first = prefix.handedOver(at(1));
        var second = prefix.handedOver(at(2));

        prefix.failed(first);

        assertThat(prefix.completed(second)).isEmpty();
        assertThat(prefix.inFlight()).isZero();
    }
}
