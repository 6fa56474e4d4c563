// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.examples.shared.Comparison;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    @TempDir
    Path directory;

    @Test
    void eachRowOfThreeRunsArrivesOnceAndTheLastLineSaysSo() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Comparison comparison = Quickstart.demonstrate(
                directory, Duration.ofMillis(5), new PrintStream(printed, true, StandardCharsets.UTF_8));

        List<String> rows = Files.readAllLines(directory.resolve("rows.jsonl"));
        assertThat(comparison.isExact()).as(comparison.toString()).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines().toList())
                .last()
                .isEqualTo("delivered " + rows.size() + " rows of 3 runs: 0 missing, 0 repeated");
        assertThat(rows).hasSizeGreaterThan(800);
    }

    @Test
    void anEarlierDemonstrationIsForgotten() throws Exception {
        Files.writeString(directory.resolve("rows.jsonl"), "left over\n");

        Comparison comparison = Quickstart.demonstrate(
                directory,
                Duration.ofMillis(1),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(comparison.isExact()).as(comparison.toString()).isTrue();
    }
}
