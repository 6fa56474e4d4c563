// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A content as the body of one request. It has no media type of its own: a signed address is only good for the headers that come with it.
 */
final class ContentBody extends RequestBody {

    private static final int BUFFER = 64 * 1024;

    private final Content content;
    private final long length;
    private volatile @Nullable String md5;
    private volatile @Nullable IOException unreadable;

    /** @throws IOException if the content cannot tell its length */
    ContentBody(Content content) throws IOException {
        this.content = content;
        this.length = content.length();
    }

    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return length;
    }

    /** The MD5 of what was sent, in base64; null if not all was. */
    @Nullable
    String md5() {
        return md5;
    }

    /** Why the content could not be read; null if it could. */
    @Nullable
    IOException unreadable() {
        return unreadable;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        MessageDigest digest = Md5.digest();
        OutputStream out = sink.outputStream();
        byte[] buffer = new byte[BUFFER];
        long left = length;
        try (InputStream in = opened()) {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                left -= count;
                if (left < 0) {
                    break;
                }
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        if (left != 0) {
            throw noted(new IOException("it was changed while it was read"));
        }
        md5 = Base64.getEncoder().encodeToString(digest.digest());
    }

    private InputStream opened() throws IOException {
        try {
            return content.open();
        } catch (IOException e) {
            throw noted(e);
        }
    }

    private int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw noted(e);
        }
    }

    private IOException noted(IOException failure) {
        unreadable = failure;
        return failure;
    }
}
