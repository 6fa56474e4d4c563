// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.kafka;

import io.github.camelwandb.examples.shared.Comparison;
import io.github.camelwandb.examples.shared.TrainingJobs;
import io.github.camelwandb.examples.shared.Waiting;
import io.github.camelwandb.examples.shared.YamlRoute;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Two runs train with the official {@code wandb} package, a route carries their rows to Kafka, and a consumer prints them. */
public final class TrainingToKafka {

    static final String PROJECT = "acme/vision";
    static final List<String> RUNS = List.of("resnet", "vit");
    private static final String TOPIC = "training-rows";
    private static final int PARTITIONS = 3;

    private TrainingToKafka() {}

    /** See the class. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(System.getProperty("example.directory", "target/training-to-kafka"));
        try (WandbSimulator wandb = WandbSimulator.start()) {
            List<ConsumerRecord<String, String>> records = run(wandb, directory, 300, System.out);
            Comparison comparison = compare(wandb, records);
            System.out.println(comparison);
            System.exit(comparison.isExact() ? 0 : 1);
        }
    }

    /** Answers the records that are in the topic when all rows have had time to arrive. */
    static List<ConsumerRecord<String, String>> run(WandbSimulator wandb, Path directory, int rows, PrintStream out)
            throws Exception {
        Files.createDirectories(directory);
        Files.deleteIfExists(directory.resolve("offsets.db"));
        wandb.project(PROJECT);
        try (Broker broker = Broker.start()) {
            broker.createTopic(TOPIC, PARTITIONS);
            try (TopicReader reader = new TopicReader(broker.address(), TOPIC, record -> print(record, out));
                    YamlRoute route = route(wandb, directory, broker.address()).start();
                    TrainingJobs jobs = TrainingJobs.start(wandb, PROJECT, directory, RUNS, rows)) {
                Waiting.until(jobs::areOver, Duration.ofMinutes(2));
                int expected = RUNS.size() * rows;
                Waiting.until(() -> reader.records().size() >= expected, Duration.ofSeconds(30));
                // before the last look at the topic: what the route has begun is written when it has stopped
                route.close();
                Waiting.until(() -> reader.records().size() > expected, Duration.ofSeconds(1));
                return reader.records();
            }
        }
    }

    private static YamlRoute route(WandbSimulator wandb, Path directory, String broker) {
        return new YamlRoute("training-to-kafka.camel.yaml")
                .server(wandb.baseUrl(), wandb.apiKey())
                .with("wandb.project", PROJECT)
                .with("wandb.delay", 500)
                .with("offsets.file", directory.resolve("offsets.db"))
                .with("kafka.topic", TOPIC)
                .with("camel.component.kafka.brokers", broker);
    }

    private static void print(ConsumerRecord<String, String> record, PrintStream out) {
        out.println("partition " + record.partition() + "  key " + record.key() + "  " + record.value());
    }

    static Comparison compare(WandbSimulator wandb, List<ConsumerRecord<String, String>> records) {
        return Comparison.of(
                wandb.runs(PROJECT), records.stream().map(ConsumerRecord::value).toList());
    }
}
