// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

/**
 * Which files are uploaded in parts, and in how large ones. Storages have at most 10,000 parts and 5 GiB for each; W&amp;B's own client
 * stays within 1,000.
 *
 * @param from the length in bytes from which a file is uploaded in parts
 * @param partSize in bytes, unless there would be too many of them
 */
record Multipart(long from, long partSize) {

    private static final int MOST_PARTS = 1_000;
    private static final long MIB = 1024L * 1024;

    static final Multipart DEFAULT = new Multipart(2048 * MIB, 100 * MIB);

    /** How large the parts of a file are: of all that it has, if it is not uploaded in several. */
    long sizeFor(long length) {
        return length < from ? Math.max(1, length) : Math.max(partSize, -Math.floorDiv(-length, MOST_PARTS));
    }
}
