// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.files.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body, or a part of one, as the bytes of an upload. A file is read where it is, text and bytes are in memory already, and any other stream is
 * written to a temporary file first: an upload has to tell its length, and may have to be repeated.
 */
final class UploadBody implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadBody.class);

    private final Content content;
    private final @Nullable Path temporary;

    private UploadBody(Content content, @Nullable Path temporary) {
        this.content = content;
        this.temporary = temporary;
    }

    /** @throws IllegalArgumentException if the body is none that has bytes */
    static UploadBody of(Message message) {
        return of("The body", message.getBody(), message.getExchange());
    }

    /**
     * Some of a body.
     *
     * @param what it is, for the texts of errors
     * @throws IllegalArgumentException if it has no bytes
     */
    static UploadBody of(String what, @Nullable Object body, Exchange exchange) {
        Path file = LocalFile.path(body);
        if (file != null) {
            return new UploadBody(Content.of(LocalFile.readable(what, file)), null);
        }
        if (body instanceof byte[] bytes) {
            return new UploadBody(Content.of(bytes), null);
        }
        if (body instanceof String) {
            byte[] bytes = exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, body);
            return new UploadBody(Content.of(Objects.requireNonNull(bytes)), null);
        }
        if (body instanceof StreamCache cache && body instanceof InputStream && cache.length() > 0) {
            return new UploadBody(new CachedContent(cache, exchange), null);
        }
        return spooled(what, body, exchange);
    }

    private static UploadBody spooled(String what, @Nullable Object body, Exchange exchange) {
        try (InputStream stream = Conversion.of(what, body, InputStream.class, exchange)) {
            if (stream == null) {
                throw new IllegalArgumentException(
                        what + " is "
                                + (body == null ? "empty" : "a " + Conversion.nameOf(body))
                                + ": it must be what the file shall hold, as a file, a stream, bytes or a text (an empty one for an empty file)");
            }
            return copied(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(what + " cannot be read, or not be kept in a temporary file: " + e, e);
        }
    }

    private static UploadBody copied(InputStream stream) throws IOException {
        Path temporary = Files.createTempFile("wandb-", ".upload");
        UploadBody spooled = new UploadBody(Content.of(temporary), temporary);
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                stream.transferTo(out);
            }
            return spooled;
        } catch (IOException | RuntimeException e) {
            spooled.close();
            throw e;
        }
    }

    Content content() {
        return content;
    }

    /** Deletes the temporary file, if there is one. */
    @Override
    public void close() {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            LOG.warn("The temporary file {} is left behind: {}", temporary, e.toString());
        }
    }

    /** A stream that Camel has kept. */
    private record CachedContent(StreamCache cache, Exchange exchange) implements Content {

        @Override
        public long length() {
            return cache.length();
        }

        @Override
        public InputStream open() throws IOException {
            return (InputStream) cache.copy(exchange);
        }
    }
}
