// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request and its answer, in terms of HTTP. */
final class Exchange {

    private static final int WORTH_COMPRESSING = 1024;

    private final Request request;
    private final Response response;
    private final Callback callback;

    Exchange(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    String method() {
        return request.getMethod();
    }

    /** The path as sent, percent-encoded. */
    String path() {
        return Objects.requireNonNullElse(request.getHttpURI().getPath(), "/");
    }

    /** The query as sent, or an empty string. */
    String query() {
        return Objects.requireNonNullElse(request.getHttpURI().getQuery(), "");
    }

    String header(String name) {
        return Objects.requireNonNullElse(request.getHeaders().get(name), "");
    }

    /** The address that the caller used. */
    String baseUrl() {
        return "http://" + header("Host");
    }

    /** All headers, names in lower case; of the credentials only their kind. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = String.valueOf(field.getValue());
            headers.put(
                    field.getLowerCaseName(),
                    field.getHeader() == HttpHeader.AUTHORIZATION ? value.replaceFirst(" .*", "") : value);
        }
        return headers;
    }

    byte[] body() throws IOException {
        try (InputStream raw = Content.Source.asInputStream(request)) {
            return header("Content-Encoding").equals("gzip")
                    ? new GZIPInputStream(raw).readAllBytes()
                    : raw.readAllBytes();
        }
    }

    void header(String name, String value) {
        response.getHeaders().put(name, value);
    }

    void answer(Reply reply) throws IOException {
        byte[] body = head(reply);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** Answers later, without keeping a thread until then. */
    void answerAfter(Duration delay, Reply reply) throws IOException {
        byte[] body = head(reply);
        Runnable write = () -> response.write(true, ByteBuffer.wrap(body), callback);
        var unused = request.getComponents().getScheduler().schedule(write, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Promises the whole body and closes the connection after half of it. */
    void answerHalf(Reply reply) throws IOException {
        byte[] body = head(reply);
        response.write(
                false, ByteBuffer.wrap(body, 0, body.length / 2), Callback.from(this::close, failure -> close()));
    }

    /** Sets status and headers, and gives the body in the form in which it is sent. */
    private byte[] head(Reply reply) throws IOException {
        response.setStatus(reply.status());
        reply.headers().forEach(this::header);
        byte[] body = reply.body();
        if (body.length >= WORTH_COMPRESSING && header("Accept-Encoding").contains("gzip")) {
            body = compressed(body);
            header("Content-Encoding", "gzip");
        }
        header("Content-Length", String.valueOf(body.length));
        return body;
    }

    private static byte[] compressed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new Quick(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    /** On loopback, time matters more than size. */
    private static final class Quick extends GZIPOutputStream {
        Quick(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Closes the connection. */
    void close() {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        // of this kind the server does not complain in its log
        callback.failed(new EofException("closed on purpose"));
    }

    /** Closes the connection so that the other side sees a reset. */
    void reset() throws IOException {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (endPoint.getTransport() instanceof NetworkChannel channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        close();
    }
}
