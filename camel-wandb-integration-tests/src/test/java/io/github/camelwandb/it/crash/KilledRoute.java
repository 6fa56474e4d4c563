// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The process that is killed: a route from an endpoint into a file, one line for each row, which one call writes. Server and key come from the
 * environment, as W&amp;B's variables. It stops as a route does in service when its input ends, so that it never outlives the test.
 */
public final class KilledRoute {

    private KilledRoute() {}

    /** The endpoint and the file of the rows. */
    public static void main(String[] arguments) throws Exception {
        try (FileChannel rows = FileChannel.open(
                        Path.of(arguments[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    // one thread with a queue: several exchanges are in flight, in order
                    from(arguments[0]).threads(1, 1).process(exchange -> write(exchange, rows));
                }
            });
            camel.start();
            while (System.in.read() >= 0) {}
            camel.stop();
        }
    }

    private static void write(Exchange exchange, FileChannel rows) throws IOException {
        String line = "{\"t\":" + System.currentTimeMillis() + ",\"row\":"
                + exchange.getMessage().getBody(String.class) + "}\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        rows.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the line was not written in one piece");
        }
    }
}
