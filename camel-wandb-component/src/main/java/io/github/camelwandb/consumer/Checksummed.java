// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Texts that carry a checksum, because stores tear values: the text, {@code #}, CRC-32C in hexadecimal digits. */
final class Checksummed {

    private Checksummed() {}

    static String of(String text) {
        return text + "#" + checksum(text);
    }

    /** @throws IllegalArgumentException if the text is not whole */
    static String read(String entry) {
        int end = entry.lastIndexOf('#');
        if (end < 0 || !entry.substring(end + 1).equals(checksum(entry.substring(0, end)))) {
            throw new IllegalArgumentException("its checksum does not match: it was torn or changed");
        }
        return entry.substring(0, end);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
