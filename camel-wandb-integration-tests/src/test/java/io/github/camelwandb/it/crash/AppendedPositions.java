// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceSupport;

/** Positions in a file that only grows, on the disk when {@code setState} returns; what a kill has torn off does not count. */
final class AppendedPositions extends ServiceSupport implements StateRepository<String, String> {

    private final Path file;
    private final Map<String, String> entries = new ConcurrentHashMap<>();
    private FileChannel channel;

    AppendedPositions(Path file) {
        this.file = file;
    }

    @Override
    protected void doStart() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        ByteBuffer content = ByteBuffer.allocate((int) channel.size());
        while (content.hasRemaining() && channel.read(content) >= 0) {}
        String text = new String(content.array(), StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        whole.lines().map(line -> line.split("\t", 2)).forEach(entry -> entries.put(entry[0], entry[1]));
        channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
    }

    @Override
    protected void doStop() throws IOException {
        channel.close();
    }

    @Override
    public synchronized void setState(String key, String value) {
        ByteBuffer line = ByteBuffer.wrap((key + "\t" + value + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        entries.put(key, value);
    }

    @Override
    public String getState(String key) {
        return entries.get(key);
    }
}
