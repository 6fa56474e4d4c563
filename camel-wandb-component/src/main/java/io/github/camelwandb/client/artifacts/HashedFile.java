// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.files.Content;
import io.github.camelwandb.client.files.FileNames;
import io.github.camelwandb.client.files.Md5;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A file that goes into an artifact, and its digest, by which everybody knows its content.
 *
 * @param name in the artifact
 * @param content its bytes
 * @param length of them
 * @param md5 of them, in base64
 * @param parts in which it is uploaded, at least two; none if it is uploaded as a whole
 */
public record HashedFile(String name, Content content, long length, String md5, List<Part> parts) {

    private static final int BUFFER = 64 * 1024;

    /** Some of its bytes; MD5 not encoded. */
    record Part(int number, long offset, long length, byte[] md5) {}

    public HashedFile {
        parts = List.copyOf(parts);
    }

    /**
     * Reads all of the content once.
     *
     * @throws IllegalArgumentException if no file can have this name
     * @throws IOException if the content cannot be read
     */
    public static HashedFile of(String name, Content content) throws IOException {
        return of(name, content, Multipart.DEFAULT);
    }

    static HashedFile of(String name, Content content, Multipart multipart) throws IOException {
        FileNames.require(name);
        MessageDigest whole = Md5.digest();
        MessageDigest part = Md5.digest();
        List<Part> parts = new ArrayList<>();
        long partSize = multipart.sizeFor(content.length());
        long offset = 0;
        long length = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = content.open()) {
            int room = (int) Math.min(buffer.length, partSize);
            for (int count = in.read(buffer, 0, room); count >= 0; count = in.read(buffer, 0, room)) {
                whole.update(buffer, 0, count);
                part.update(buffer, 0, count);
                length += count;
                if (length - offset == partSize) {
                    parts.add(new Part(parts.size() + 1, offset, partSize, part.digest()));
                    offset = length;
                }
                room = (int) Math.min(buffer.length, partSize - (length - offset));
            }
        }
        if (length > offset) {
            parts.add(new Part(parts.size() + 1, offset, length - offset, part.digest()));
        }
        return new HashedFile(
                name,
                content,
                length,
                Base64.getEncoder().encodeToString(whole.digest()),
                parts.size() > 1 ? parts : List.of());
    }

    @Override
    public String toString() {
        return name;
    }
}
