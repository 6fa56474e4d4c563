// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import java.util.random.RandomGenerator;

/**
 * By what the server knows that two requests create the same version, and the same collection: texts that nobody else has.
 *
 * @param artifact of the version
 * @param sequence of the collection
 */
record ClientIds(String artifact, String sequence) {

    private static final int LENGTH = 128;
    private static final int RADIX = 36;

    static ClientIds random(RandomGenerator random) {
        return new ClientIds(text(random), text(random));
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(Character.forDigit(random.nextInt(RADIX), RADIX));
        }
        return text.toString();
    }
}
