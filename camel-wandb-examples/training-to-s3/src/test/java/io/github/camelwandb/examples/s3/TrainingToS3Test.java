// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelwandb.examples.shared.Comparison;
import io.github.camelwandb.examples.shared.TrainingJobs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingToS3Test {

    @TempDir
    Path directory;

    @Test
    void eachRowIsInOneObjectAndAnObjectHoldsABatchOfOneRun() throws Exception {
        assumeTrue(TrainingJobs.canStart() || "true".equals(System.getenv("CI")), "run scripts/python-venv.sh first");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Comparison comparison =
                TrainingToS3.run(directory, 120, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(comparison.isExact()).as(comparison.toString()).isTrue();
        assertThat(comparison.delivered()).isEqualTo(240);
        List<String> keys = printed.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.endsWith(".jsonl"))
                .toList();
        assertThat(keys)
                .contains("vision/resnet/1-0.jsonl", "vision/vit/1-0.jsonl")
                .hasSizeLessThan(240);
    }
}
