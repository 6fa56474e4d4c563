// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import io.github.camelwandb.it.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One life of {@link KilledRoute}, with a file of rows and a log of its own. */
final class RouteProcess implements AutoCloseable {

    private final JavaProcess process;
    private final Path rows;

    private RouteProcess(JavaProcess process, Path rows) {
        this.process = process;
        this.rows = rows;
    }

    /** @param server its address and key, as variables of the environment */
    static RouteProcess start(Path directory, int life, String endpoint, Map<String, String> server)
            throws IOException {
        Path rows = directory.resolve("rows-" + life + ".jsonl");
        JavaProcess process = JavaProcess.start(
                directory.resolve("route-" + life + ".log"),
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                server,
                KilledRoute.class,
                endpoint,
                rows.toString());
        return new RouteProcess(process, rows);
    }

    /** Whether it has written anything. */
    boolean hasWritten() {
        process.mustLive();
        try {
            return Files.exists(rows) && Files.size(rows) > 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it live so long. */
    void live(Duration time) throws InterruptedException {
        process.live(time);
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** Stops it as in service. */
    void stop() throws IOException, InterruptedException {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
