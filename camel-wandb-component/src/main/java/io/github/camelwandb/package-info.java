// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code wandb:} component: what a Camel user touches.
 *
 * <p>The house, each arrow meaning "may import":
 *
 * <pre>
 * component, endpoint  -&gt; consumer, producer, client, offset
 * consumer, producer   -&gt; client; of this package only the configuration, the constants and the exception; never each other
 * consumer             -&gt; offset
 * offset               -&gt; nothing of ours
 * client               -&gt; client.history, client.model; nothing of Camel
 * </pre>
 *
 * <p>Follow: server -&gt; client (pages) -&gt; client.history (canonical rows) -&gt; consumer (discovery, followers, delivery)
 * -&gt; exchange, and back: acknowledged prefix -&gt; offsets. Operate: exchange -&gt; producer (operation) -&gt; client -&gt; server.
 */
@NullMarked
package io.github.camelwandb;

import org.jspecify.annotations.NullMarked;
