// SPDX-License-Identifier: Apache-2.0
/** Rows of training runs in a Kafka topic, keyed by run. */
@NullMarked
package io.github.camelwandb.examples.kafka;

import org.jspecify.annotations.NullMarked;
