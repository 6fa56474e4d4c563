// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One life of {@link KilledRoute}, with a file of rows and a log of its own. */
final class RouteProcess implements AutoCloseable {

    private final Process process;
    private final Path rows;
    private final Path log;

    private RouteProcess(Process process, Path rows, Path log) {
        this.process = process;
        this.rows = rows;
        this.log = log;
    }

    static RouteProcess start(Path directory, int life, String endpoint, String baseUrl, String apiKey)
            throws IOException {
        Path rows = directory.resolve("rows-" + life + ".jsonl");
        Path log = directory.resolve("route-" + life + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRoute.class.getName(),
                        endpoint,
                        rows.toString(),
                        directory.resolve("positions.txt").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("WANDB_BASE_URL", baseUrl);
        builder.environment().put("WANDB_API_KEY", apiKey);
        return new RouteProcess(builder.start(), rows, log);
    }

    /** Whether it has written anything. */
    boolean hasWritten() {
        mustLive();
        try {
            return Files.exists(rows) && Files.size(rows) > 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it live so long. */
    void live(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            mustLive();
        }
    }

    private void mustLive() {
        if (!process.isAlive()) {
            throw new AssertionError("the route has ended by itself with " + process.exitValue() + ": see " + log);
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        mustLive();
        process.destroyForcibly().waitFor();
    }

    /** Stops it as in service. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("the route does not stop: see " + log);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
