// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM with the class path of this one. Its standard output is for us to read; what it logs goes to a file. Its main class ends when
 * its input does, which it does when this process ends, however that comes.
 */
public final class JavaProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final BufferedReader output;

    private JavaProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param options of the JVM, such as {@code -Xmx128m} */
    public static JavaProcess start(
            Path log, List<String> options, Map<String, String> environment, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dorg.slf4j.simpleLogger.logFile=System.err");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start(), log);
    }

    /** The next line of its output; blocks. */
    public String readLine() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("the process has ended by itself: see " + log);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it a line. */
    public void writeLine(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new AssertionError("the process does not listen: see " + log, e);
        }
    }

    /** Lets it live so long. */
    public void live(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            mustLive();
        }
    }

    /** Fails if it has ended. */
    public void mustLive() {
        if (!process.isAlive()) {
            throw new AssertionError("the process has ended by itself with " + process.exitValue() + ": see " + log);
        }
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        mustLive();
        process.destroyForcibly().waitFor();
    }

    /** Ends its input and waits for it to end well. */
    public void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new AssertionError("the process does not end well: see " + log);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
