// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import io.github.camelwandb.examples.shared.YamlRoute;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Follows the runs of a real project, with server and key as the environment has them, until the process is ended. */
final class OwnProject {

    private static final Duration DELAY = Duration.ofSeconds(5);

    private final String project;
    private final RowsFile file;
    private final YamlRoute route;
    private final Progress progress;

    OwnProject(String project, Path directory, PrintStream out) {
        this.project = project;
        this.file = new RowsFile(directory.resolve("rows.jsonl"));
        this.route = Quickstart.route(project, directory, DELAY);
        this.progress = new Progress(out);
        progress.say("Following " + project + " into " + directory
                + " until Ctrl-C; the next start goes on where this one ends");
    }

    void follow() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
        route.start();
        while (!Thread.currentThread().isInterrupted()) {
            progress.show(file.count() + " rows in the file");
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** Gracefully: what is under way is written, and the positions are stored. */
    private void end() {
        route.close();
        progress.end();
        progress.say("No longer following " + project);
    }
}
