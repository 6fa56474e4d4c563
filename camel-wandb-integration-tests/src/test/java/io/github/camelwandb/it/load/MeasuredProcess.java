// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import static org.awaitility.Awaitility.await;

import io.github.camelwandb.it.process.JavaProcess;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;

/** A {@link MeasuredRoute}, seen from outside. */
final class MeasuredProcess implements AutoCloseable {

    private static final Path DIRECTORY = Path.of("target", "load");

    private final JavaProcess process;

    private MeasuredProcess(JavaProcess process) {
        this.process = process;
    }

    /** @param name of its log and of the file of its positions, which begins empty */
    static MeasuredProcess start(String name, String heap, WandbSimulatorExtension wandb, String endpoint)
            throws IOException {
        Files.createDirectories(DIRECTORY);
        Path positions = DIRECTORY.resolve(name + ".mv").toAbsolutePath();
        Files.deleteIfExists(positions);
        return new MeasuredProcess(JavaProcess.start(
                DIRECTORY.resolve(name + ".log"),
                List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"),
                Map.of("WANDB_BASE_URL", wandb.baseUrl(), "WANDB_API_KEY", wandb.apiKey()),
                MeasuredRoute.class,
                endpoint + "&pollStrategy=#polls&offsetPath=" + positions));
    }

    private synchronized String ask(String question) {
        process.writeLine(question);
        return process.readLine();
    }

    private long count(int index) {
        return Long.parseLong(ask(MeasuredRoute.COUNTS).split(" ")[index]);
    }

    /** How many rows have come. */
    long rows() {
        return count(0);
    }

    /** The sum of the steps of all rows that have come. */
    long steps() {
        return count(1);
    }

    private long polls() {
        return count(2);
    }

    /** What it needs when it has thrown away its garbage. */
    Figures figures() {
        return Figures.of(ask(MeasuredRoute.FIGURES));
    }

    void awaitRows(long expected) {
        patiently().until(() -> rows() >= expected);
    }

    /** Waits until it has polled so many times more: what it had to do before is done. */
    void awaitPolls(int more) {
        long before = polls();
        patiently().until(() -> polls() >= before + more);
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(10))
                .pollDelay(Duration.ofMillis(100))
                .pollInterval(Duration.ofMillis(100));
    }

    /** Lets it live so long. */
    void live(Duration time) throws InterruptedException {
        process.live(time);
    }

    void stop() throws IOException, InterruptedException {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
