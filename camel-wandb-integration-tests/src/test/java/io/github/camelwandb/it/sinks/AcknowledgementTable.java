// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of the page, of which each test writes the line that it has shown. */
final class AcknowledgementTable {

    private static final Path LINES = Path.of("target", "acknowledgement");

    private AcknowledgementTable() {}

    /**
     * Adds a line.
     *
     * @param sink as in a route; the lines are sorted by it
     * @param completes when the exchange completes, and what to do if that is too early
     */
    static void line(String sink, Acknowledged acknowledged, String completes) throws IOException {
        Files.createDirectories(LINES);
        Files.writeString(
                LINES.resolve(sink.replaceAll("\\W+", "-") + ".adoc"),
                "| " + sink + " | " + acknowledged.cell() + " | " + completes + "\n");
    }

    /** In AsciiDoc; the lines of the tests that have run since the last clean build. */
    static String text() throws IOException {
        try (Stream<Path> files = Files.list(LINES)) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream()
                    .map(AcknowledgementTable::read)
                    .collect(Collectors.joining(
                            "",
                            "[cols=\"3,1,6\",options=\"header\"]\n|===\n| Sink | Stored by then | When the exchange completes\n",
                            "|===\n"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
