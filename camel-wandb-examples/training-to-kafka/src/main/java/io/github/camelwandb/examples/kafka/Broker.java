// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.kafka;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A real Kafka broker in this process, on the loopback interface, with nothing in it. */
final class Broker implements AutoCloseable {

    private final KafkaClusterTestKit cluster;

    private Broker(KafkaClusterTestKit cluster) {
        this.cluster = cluster;
    }

    static Broker start() throws Exception {
        TestKitNodes oneForAll = new TestKitNodes.Builder()
                .setCombined(true)
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .build();
        Broker broker = new Broker(new KafkaClusterTestKit.Builder(oneForAll)
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("offsets.topic.num.partitions", "1")
                .build());
        broker.cluster.format();
        broker.cluster.startup();
        broker.cluster.waitForReadyBrokers();
        return broker;
    }

    void createTopic(String name, int partitions) throws ExecutionException, InterruptedException {
        try (var admin = cluster.admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** What Kafka's clients call the bootstrap servers. */
    String address() {
        return cluster.bootstrapServers();
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
