// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A script that runs or ran. Closing it ends it, and the child process that the SDK starts. */
public final class PythonScript implements AutoCloseable {

    private final Process process;
    private final Path output;
    private final Path errors;

    PythonScript(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /**
     * Waits for its end.
     *
     * @throws AssertionError if it has not ended by then; it is killed
     */
    public PythonScript await(Duration limit) {
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                close();
            }
        }
        if (!ended) {
            throw new AssertionError("the script has not ended within " + limit + "\n" + said());
        }
        return this;
    }

    /**
     * Itself.
     *
     * @throws AssertionError if it failed
     */
    public PythonScript succeeded() {
        if (exitCode() != 0) {
            throw new AssertionError("the script failed with exit code " + exitCode() + "\n" + said());
        }
        return this;
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** What it has printed so far. */
    public String output() {
        return read(output);
    }

    /** What it has written to its error stream so far. */
    public String errors() {
        return read(errors);
    }

    /** Kills it at once, without a chance to say good-bye to the server. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private String said() {
        return "output: " + output() + "\nerrors: " + errors();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
