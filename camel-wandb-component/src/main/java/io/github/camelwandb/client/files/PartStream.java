// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** So many bytes of a stream, from one on. */
final class PartStream extends FilterInputStream {

    private long left;

    PartStream(InputStream whole, long offset, long size) throws IOException {
        super(whole);
        this.left = size;
        try {
            whole.skipNBytes(offset);
        } catch (IOException e) {
            whole.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        int next = left > 0 ? super.read() : -1;
        left -= next >= 0 ? 1 : 0;
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = left > 0 ? super.read(buffer, offset, (int) Math.min(length, left)) : -1;
        left -= Math.max(0, count);
        return count;
    }
}
