// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A connection that is kept open and on which one request is sent again and again; it costs next to nothing. */
final class Connection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;

    Connection(String baseUrl, String apiKey, String body, boolean gzip) throws IOException {
        URI uri = URI.create(baseUrl);
        this.socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String credentials = Base64.getEncoder().encodeToString(("api:" + apiKey).getBytes(StandardCharsets.US_ASCII));
        String head = "POST /graphql HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nAuthorization: Basic "
                + credentials + (gzip ? "\r\nAccept-Encoding: gzip" : "")
                + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n" + body;
        this.request = head.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends the request and reads the answer. Gives the size of its body. */
    long exchange() throws IOException {
        socket.getOutputStream().write(request);
        String status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status);
        }
        long length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(header.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
