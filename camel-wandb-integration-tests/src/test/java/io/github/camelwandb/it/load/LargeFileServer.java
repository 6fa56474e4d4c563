// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server with one run that has one file, too large to be held: its bytes are made as they are read. The simulator keeps files in memory,
 * which is why it does not do here. The connection breaks in the middle of the first download. Uploads are only counted and digested.
 */
final class LargeFileServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BLOCK = 1 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger downloads = new AtomicInteger();
    private final byte[] block = new byte[BLOCK];
    private final long size;
    private final String md5;
    private final HttpServer server;

    private volatile String stored = "";
    private volatile long storedSize;

    private LargeFileServer(int mebibytes) throws IOException {
        new Random(1).nextBytes(block);
        size = (long) mebibytes * BLOCK;
        MessageDigest digest = md5();
        for (int i = 0; i < mebibytes; i++) {
            digest.update(block);
        }
        md5 = Base64.getEncoder().encodeToString(digest.digest());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/graphql", this::graphql);
        server.createContext("/storage", this::storage);
        server.start();
    }

    static LargeFileServer start(int mebibytes) throws IOException {
        return new LargeFileServer(mebibytes);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    String baseUrl() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The MD5 of the file, in base64. */
    String fileMd5() {
        return md5;
    }

    /** The MD5 of what was uploaded last, in base64; empty before. */
    String uploadedMd5() {
        return stored;
    }

    long uploadedSize() {
        return storedSize;
    }

    /** How many requests there were for the file. */
    int downloads() {
        return downloads.get();
    }

    private void graphql(HttpExchange exchange) throws IOException {
        JsonNode asked = JSON.readTree(exchange.getRequestBody());
        String address = baseUrl() + "/storage/large.bin";
        String answer = switch (asked.path("operationName").asText()) {
            case "Viewer" -> "{\"viewer\":{\"username\":\"u\",\"entity\":\"team\"}}";
            case "RunFile" ->
                "{\"project\":{\"run\":{\"projectId\":1,\"files\":{\"edges\":[{\"node\":{\"id\":\"f\","
                        + "\"name\":\"large.bin\",\"sizeBytes\":\"" + size + "\",\"md5\":\"" + md5
                        + "\",\"updatedAt\":\"2026-01-01T00:00:00\",\"directUrl\":\"" + address + "\"}}]}}}}";
            case "CreateRunFiles" ->
                "{\"createRunFiles\":{\"runID\":\"r\",\"uploadHeaders\":[],\"files\":[{\"name\":\"large.bin\","
                        + "\"uploadUrl\":\"" + address + "\"}]}}";
            default -> "{\"serverInfo\":null}";
        };
        byte[] body = ("{\"data\":" + answer + "}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void storage(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            take(exchange);
        } else {
            give(exchange);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        MessageDigest digest = md5();
        byte[] buffer = new byte[64 * 1024];
        long taken = 0;
        try (InputStream in = exchange.getRequestBody()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                taken += count;
            }
        }
        storedSize = taken;
        stored = Base64.getEncoder().encodeToString(digest.digest());
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void give(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        long from = range == null ? 0 : Long.parseLong(range.replaceAll("\\D", ""));
        long until = downloads.incrementAndGet() == 1 ? size / 2 : size;
        exchange.getResponseHeaders().set("ETag", "\"" + md5 + "\"");
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        exchange.sendResponseHeaders(range == null ? 200 : 206, size - from);
        OutputStream out = exchange.getResponseBody();
        for (long at = from; at < until; ) {
            int offset = (int) (at % BLOCK);
            int count = (int) Math.min(BLOCK - offset, until - at);
            out.write(block, offset, count);
            at += count;
        }
        out.flush();
        if (until < size) {
            throw new IOException("this is how to have the server close the connection");
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
