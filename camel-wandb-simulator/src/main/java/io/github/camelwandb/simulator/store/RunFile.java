// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.net.URLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/** A file of a run or an artifact, as stored. */
public record RunFile(String name, byte[] content, Instant updatedAt) {

    /** The MD5 of the content, in base64, as W&amp;B gives it. */
    public String md5() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Guessed from the name. */
    public String mimeType() {
        String guess = URLConnection.guessContentTypeFromName(name);
        return guess == null ? "application/octet-stream" : guess;
    }
}
