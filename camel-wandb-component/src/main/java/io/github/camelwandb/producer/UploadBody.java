// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.files.Content;
import java.io.File;
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
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a message as the bytes of an upload. A file is read where it is, text and bytes are in memory already, and any other stream is
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
        Object body = message.getBody() instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File file
                ? file
                : message.getBody();
        if (body instanceof File file) {
            return ofFile(file.toPath());
        }
        if (body instanceof Path path) {
            return ofFile(path);
        }
        if (body instanceof byte[] bytes) {
            return new UploadBody(Content.of(bytes), null);
        }
        if (body instanceof String) {
            return new UploadBody(Content.of(Objects.requireNonNull(message.getBody(byte[].class))), null);
        }
        if (body instanceof StreamCache cache && body instanceof InputStream && cache.length() > 0) {
            return new UploadBody(new CachedContent(cache, message.getExchange()), null);
        }
        return spooled(message, body);
    }

    private static UploadBody ofFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "The body names " + file + ", which is no file: it must be there to be uploaded");
        }
        return new UploadBody(Content.of(file), null);
    }

    private static UploadBody spooled(Message message, @Nullable Object body) {
        try (InputStream stream = body == null ? null : message.getBody(InputStream.class)) {
            if (stream == null) {
                throw new IllegalArgumentException(
                        "The body is "
                                + (body == null
                                        ? "empty"
                                        : "a " + body.getClass().getName())
                                + ": it must be what the file shall hold, as a file, a stream, bytes or a text (an empty one for an empty file)");
            }
            return copied(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("The body cannot be read, or not be kept in a temporary file: " + e, e);
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
