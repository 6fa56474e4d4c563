// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of an upload, which can be read as often as the upload is tried. */
public interface Content {

    /** How many there are. */
    long length() throws IOException;

    /** Reads them from the first on. */
    InputStream open() throws IOException;

    /** Some of these. */
    default Content part(long offset, long size) {
        Content whole = this;
        return new Content() {
            @Override
            public long length() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return new PartStream(whole.open(), offset, size);
            }
        };
    }

    /** Those of a file, as it is when it is read. */
    static Content of(Path file) {
        return new Content() {
            @Override
            public long length() throws IOException {
                return Files.size(file);
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }

    /** These, which are not to be changed. */
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
