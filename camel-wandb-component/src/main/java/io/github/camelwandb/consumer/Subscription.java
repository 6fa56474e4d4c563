// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

/** A subscription that the server has admitted. */
record Subscription(Discovery discovery, RunStream stream, Offsets offsets) {}
