// SPDX-License-Identifier: Apache-2.0
/**
 * Follows runs. {@code WandbConsumer} is the only way in; at each poll it asks {@code Discovery} which runs there are and
 * hands them to its {@code RunStream}:
 *
 * <pre>
 * poll -&gt; Discovery -&gt; RunStream: HistoryStream -&gt; Follower (one a run) ----&gt; Delivery -&gt; exchange
 *                                 FeedStream -&gt; FeedFollower (one a run) --^        |
 * store &lt;- Ledger &lt;- Offsets &lt;- Position &lt;- Handover &lt;------------------------------+ completion
 * </pre>
 *
 * <p>A follower reads where its {@code Reasons} say so: they hold a listing against the {@code Position}, {@code LineCount} the lines that
 * W&amp;B counts against those that were read, {@code HistoryEnd} whether we are done with a run that has ended. It reads ({@code Reading})
 * from its newest {@code Anchor}, so that it sees when the rows it has delivered are no longer there. Then its {@code Inspection} looks at
 * all of them and comes to a {@code Verdict}. Where lines are missing for long, a {@code Recount} reads the history again, and its
 * {@code Audit} finds late rows.
 *
 * <p>A {@code Feed} says what else there is to tell of a run: what becomes of it ({@code RunsFeed}), its system metrics, its console.
 *
 * <p>{@code Discovery} lists all runs by {@code RunLister} now and then, between those that {@code Narrowing} says showed life, and asks
 * by id for those that the stream is not done with; {@code Absences} decides which of them are gone. The server's replicas may lag: what
 * {@code OlderRun} and {@code SoleProject} say is not believed before it has stayed for a while.
 *
 * <p>Threads. The poll runs on Camel's scheduler and only lists. A follower is confined to its {@code Mailbox}: listings,
 * pages and completions reach it as messages that run one after the other on the consumer's pool, so it needs no lock, and
 * no lock is held while the route runs. Positions reach the store on a thread of the ledger, together.
 *
 * <p>Who owns what. The position of a run has one owner, its follower; it moves only over the contiguous prefix of completed exchanges, a
 * whole step at a time. What must not be lost with the process is durable before anything relies on it: that a run is unsettled before
 * its first row leaves, a new generation before its first row leaves.
 */
@NullMarked
package io.github.camelwandb.consumer;

import org.jspecify.annotations.NullMarked;
