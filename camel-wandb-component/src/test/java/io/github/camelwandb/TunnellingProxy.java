// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy for HTTPS, which connects ({@code CONNECT}) those who say who they are, and sees nothing of what passes. */
final class TunnellingProxy implements Closeable {

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final int target;

    /** @param target the port on this machine that all tunnels lead to */
    TunnellingProxy(int target) throws IOException {
        this.target = target;
        threads.execute(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** The requests with their headers, as they came. */
    List<String> heads() {
        return heads;
    }

    /** The next one who is to be connected gets this status instead. */
    void refuseOnce(String status) {
        refusals.add(status);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            String head = head(in);
            while (!head.contains("\nProxy-Authorization: ")) {
                say(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"acme\"");
                head = head(in);
            }
            String refusal = refusals.poll();
            if (refusal != null) {
                say(client, refusal);
                return;
            }
            say(client, "200 Connection established");
            threads.execute(() -> pump(server, client));
            pump(client, server);
        } catch (IOException e) {
            // either of them has gone
        }
    }

    private String head(BufferedReader in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        if (head.isEmpty()) {
            throw new IOException("nothing more comes");
        }
        heads.add(head.toString());
        return head.toString();
    }

    private static void say(Socket client, String status) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // either of them has gone
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        threads.shutdownNow();
    }
}
