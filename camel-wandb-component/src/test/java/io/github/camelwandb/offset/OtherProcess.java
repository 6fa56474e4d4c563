// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelwandb.offset.OffsetStore.Change;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM, which commits to a file without end and prints the number of each commit that has returned. Commit N sets every
 * entry to {@link #value} of N.
 */
final class OtherProcess implements AutoCloseable {

    static final int ENTRIES = 40;

    private static final String END = ".";

    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
    }

    static OtherProcess committing(Path file) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new OtherProcess(new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file.toString())
                .redirectError(Redirect.INHERIT)
                .start());
    }

    /** Whether it has ended without a commit, as it does when the file is refused. */
    boolean isRefused() throws IOException {
        return output.readLine() == null;
    }

    /** Waits until so many commits have returned. */
    long acknowledged(int commits) throws IOException {
        long last = -1;
        for (int i = 0; i < commits; i++) {
            last = number(output.readLine());
        }
        return last;
    }

    /** Ends the process with no chance to do anything more: kill -9. Answers the last commit that it said has returned. */
    long kill(long last) throws IOException, InterruptedException {
        process.toHandle().destroyForcibly(); // the process itself would close its output
        process.waitFor(30, TimeUnit.SECONDS);
        long newest = last;
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.endsWith(END)) { // else it was cut off
                newest = number(line);
            }
        }
        return newest;
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(0, line.length() - END.length()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static String key(int entry) {
        return "v1|name|history|project|run" + entry;
    }

    static String value(int entry, long commit) {
        return commit + ":" + ("entry" + entry + "of" + commit + ";").repeat((int) (commit % 20) + 1);
    }

    public static void main(String[] arguments) {
        try (FileOffsetStore store = FileStores.open(Path.of(arguments[0]))) {
            String first = store.getState(key(0));
            long last = first == null ? -1 : Long.parseLong(first.substring(0, first.indexOf(':')));
            for (long commit = last + 1; ; commit++) {
                List<Change> changes = new ArrayList<>();
                for (int entry = 0; entry < ENTRIES; entry++) {
                    changes.add(new Change(
                            key(entry), commit == 0 ? null : value(entry, commit - 1), value(entry, commit)));
                }
                if (!store.commit(changes).isEmpty()) {
                    throw new IllegalStateException("Commit " + commit + " found other entries");
                }
                System.out.println(commit + END);
            }
        }
    }
}
