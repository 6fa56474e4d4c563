// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import io.github.camelwandb.examples.shared.Comparison;
import io.github.camelwandb.examples.shared.YamlRoute;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows training runs into a file. Without {@code -Dproject} the runs are a demonstration on a server of its own; with
 * {@code -Dproject=entity/project} they are those of your project, until Ctrl-C.
 */
public final class Quickstart {

    private Quickstart() {}

    /** See the class. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(System.getProperty("example.directory", "target/quickstart"));
        String project = System.getProperty("project", "");
        try {
            if (!project.isBlank()) {
                // a folder of its own: its rows and positions have nothing to do with those of the demonstration
                Path own = Files.createDirectories(directory.resolve(project));
                new OwnProject(project, own, System.out).follow();
            } else if (!demonstrate(directory, Duration.ofMillis(50), System.out)
                    .isExact()) {
                System.exit(1);
            }
        } catch (RuntimeException e) {
            System.err.println(reason(e));
            System.exit(1);
        }
    }

    /** Runs the demonstration and says how it ended, in the last line too. */
    static Comparison demonstrate(Path directory, Duration step, PrintStream out)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try (Demonstration demonstration = new Demonstration(directory, step, out)) {
            Comparison comparison = demonstration.run();
            out.println(comparison);
            return comparison;
        }
    }

    /** @param project the path of the endpoint: entity/project or entity/project/runId */
    static YamlRoute route(String project, Path directory, Duration delay) {
        return new YamlRoute("quickstart.camel.yaml")
                .with("quickstart.project", project)
                .with("quickstart.directory", directory)
                .with("quickstart.delay", delay.toMillis());
    }

    /** What a person can do something about is at the bottom of the causes. */
    private static String reason(Throwable error) {
        Throwable cause = error;
        for (Throwable next = error; next != null; next = next.getCause()) {
            cause = next.getMessage() == null ? cause : next;
        }
        @Nullable String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
