// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum that W&B keeps of files. */
final class Md5 {

    private Md5() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no MD5, by which W&B tells whether a file is whole", e);
        }
    }
}
