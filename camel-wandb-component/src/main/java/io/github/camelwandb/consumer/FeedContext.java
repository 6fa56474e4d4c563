// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.consumer.FollowerContext.RunEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * What the followers of a feed share.
 *
 * @param project the one whose runs are followed
 * @param delivered counts messages whose exchanges have completed
 * @param commitsEach whether the next exchange waits until the position behind the one before is durable
 * @param retryDelay the first wait after a failure
 * @param reports where errors of one run go: to the consumer's exception handler
 * @param events where it is told what no message tells
 */
record FeedContext(
        ProjectPath project,
        Offsets offsets,
        Delivery delivery,
        Slots slots,
        boolean commitsEach,
        LongAdder delivered,
        Clock clock,
        ServerTime serverTime,
        Duration retryDelay,
        Executor executor,
        BiConsumer<String, Throwable> reports,
        RunEvents events) {}
