// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static io.github.camelwandb.it.sinks.AcknowledgementTable.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaSinkIT extends SinkTestSupport {

    private static final String TOPIC = "rows";

    private KafkaClusterTestKit cluster;
    private KafkaConsumer<String, String> reader;
    private final List<Long> read = new ArrayList<>();

    /** Two brokers, and a topic that takes a record only where both have it. */
    @BeforeEach
    void startTheBrokers() throws Exception {
        cluster = new KafkaClusterTestKit.Builder(new TestKitNodes.Builder()
                        .setCombined(true)
                        .setNumBrokerNodes(2)
                        .setNumControllerNodes(1)
                        .build())
                .build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        try (var admin = cluster.admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(0, 1)))
                            .configs(Map.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2"))))
                    .all()
                    .get();
        }
        reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer());
        reader.assign(List.of(new TopicPartition(TOPIC, 0)));
        reader.seekToBeginning(reader.assignment());
    }

    @AfterEach
    void stopTheBrokers() throws Exception {
        reader.close();
        cluster.close();
    }

    @Test
    void kafkaCompletesWhenTheBrokersHaveAcknowledgedTheRecord() throws Exception {
        String brokers = cluster.bootstrapServers();
        cluster.brokers().get(1).shutdown();
        rowsInto(route -> route.convertBodyTo(String.class).to("kafka:" + TOPIC + "?brokers=" + brokers));

        line(
                "`kafka`",
                staysUntilStored(this::stepsInTheTopic, this::takeOneBroker),
                "When the brokers have acknowledged the record as the topic demands (`requestRequiredAcks=all` is the default).");
    }

    @Test
    void aBatchBecomesARecordForEachRowWithTheRunAsItsKey() throws Exception {
        batchInto(route -> route.transformDataType("wandb:kafka-records")
                .to("kafka:" + TOPIC + "?brokers=" + cluster.bootstrapServers()));

        Set<String> keys = new HashSet<>();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            reader.poll(Duration.ofMillis(100)).forEach(record -> {
                keys.add(record.key());
                read.addAll(Steps.in(record.value()));
            });
            assertThat(read).containsExactly(0L, 1L, 2L);
        });
        assertThat(keys).containsExactly(RUN);
    }

    private void takeOneBroker() throws Exception {
        try (var admin = cluster.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, TOPIC),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1"),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private List<Long> stepsInTheTopic() {
        reader.poll(Duration.ofMillis(100)).forEach(record -> read.addAll(Steps.in(record.value())));
        return read;
    }
}
