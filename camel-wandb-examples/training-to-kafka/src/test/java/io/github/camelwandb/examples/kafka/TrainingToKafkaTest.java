// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelwandb.examples.shared.Comparison;
import io.github.camelwandb.examples.shared.TrainingJobs;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingToKafkaTest {

    @TempDir
    Path directory;

    @Test
    void eachRowIsInTheTopicOnceInOrderUnderTheKeyOfItsRun() throws Exception {
        assumeTrue(TrainingJobs.canStart() || "true".equals(System.getenv("CI")), "run scripts/python-venv.sh first");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (WandbSimulator wandb = WandbSimulator.start()) {
            List<ConsumerRecord<String, String>> records =
                    TrainingToKafka.run(wandb, directory, 120, new PrintStream(printed, true, StandardCharsets.UTF_8));

            Comparison comparison = TrainingToKafka.compare(wandb, records);
            assertThat(comparison.isExact()).as(comparison.toString()).isTrue();
            assertThat(comparison.delivered()).isEqualTo(240);
            for (SimulatedRun run : wandb.runs(TrainingToKafka.PROJECT)) {
                List<ConsumerRecord<String, String>> ofRun = records.stream()
                        .filter(found -> found.key().equals(run.runId()))
                        .toList();
                assertThat(ofRun)
                        .extracting(ConsumerRecord::partition)
                        .containsOnly(ofRun.get(0).partition());
                assertThat(ofRun)
                        .extracting(TrainingToKafkaTest::step)
                        .hasSize(120)
                        .isSorted();
            }
            assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(240);
        }
    }

    private static long step(ConsumerRecord<String, String> found) {
        return Long.parseLong(found.value().replaceAll(".*\"_step\":([0-9]+).*", "$1"));
    }
}
