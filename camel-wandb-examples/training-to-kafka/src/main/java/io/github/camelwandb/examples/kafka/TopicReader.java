// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, as the records arrive, in a thread of its own. */
final class TopicReader implements AutoCloseable {

    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closing;

    TopicReader(String broker, String topic, Consumer<ConsumerRecord<String, String>> each) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker, "group.id", "example", "auto.offset.reset", "earliest");
        this.thread = new Thread(() -> read(settings, topic, each), "topic-reader");
        thread.start();
    }

    private void read(Map<String, Object> settings, String topic, Consumer<ConsumerRecord<String, String>> each) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (!closing) {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> {
                    each.accept(found);
                    add(found);
                });
            }
        }
    }

    private synchronized void add(ConsumerRecord<String, String> found) {
        records.add(found);
    }

    /** What has arrived so far; of one key in the order of the topic. */
    synchronized List<ConsumerRecord<String, String>> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }
}
