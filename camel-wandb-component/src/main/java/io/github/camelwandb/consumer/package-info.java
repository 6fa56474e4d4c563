// SPDX-License-Identifier: Apache-2.0
/**
 * Follows runs. {@code WandbConsumer} is the only way in; at each poll it asks {@code Discovery} which runs there are and
 * hands them to its {@code RunStream}:
 *
 * <pre>
 * poll -&gt; Discovery -&gt; RunStream: HistoryStream -&gt; Follower (one a run) ----&gt; Delivery -&gt; exchange
 *                                 FeedStream -&gt; FeedFollower (one a run) --^        |
 *                                            Offsets &lt;- AcknowledgedPrefix &lt;--------+ completion
 * </pre>
 *
 * <p>A {@code Feed} says what there is to tell of a run: what becomes of it ({@code RunsFeed}), its system metrics, its console.
 *
 * <p>{@code Discovery} lists all runs by {@code RunLister} now and then, between those that {@code Narrowing} says showed life, and asks
 * by id for those that the stream is not done with; {@code Absences} decides which of them are gone.
 *
 * <p>Threads. The poll runs on Camel's scheduler and only lists. A follower is confined to its {@code Mailbox}: listings,
 * pages and completions reach it as messages that run one after the other on the consumer's pool, so it needs no lock, and
 * no lock is held while the route runs. The position of a run has one owner, its follower; it moves only over the contiguous
 * prefix of completed exchanges, a whole step at a time, and is stored before anything relies on it.
 */
@NullMarked
package io.github.camelwandb.consumer;

import org.jspecify.annotations.NullMarked;
