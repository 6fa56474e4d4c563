// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The positions of one subscription: the runs of one stream under one name. It knows nothing of rows.
 *
 * <p>Keys are {@code v1|name|stream|project id|run id}, percent-encoded, because stores split at {@code =}.
 */
final class Offsets {

    private static final String TAKEN = "taken";

    private final Ledger ledger;
    private final String prefix;
    private final UnsettledRuns unsettled;
    private boolean hasBaseline; // of the poll's thread

    /** Reads which runs are unsettled. */
    Offsets(Ledger ledger, String name, String stream) {
        this.ledger = ledger;
        this.prefix = "v1|" + encode(name) + "|" + stream + "|";
        this.unsettled = new UnsettledRuns(ledger, prefix + "unsettled|");
    }

    /** @throws UnreadableOffsetException if there is an entry that cannot be read: the run must wait, not begin anew */
    Optional<RunOffset> load(RunKey run) {
        return load(run, RunOffset::decode);
    }

    /**
     * @param decoder throws IllegalArgumentException at what it cannot read
     * @throws UnreadableOffsetException if there is an entry that cannot be read: the run must wait, not begin anew
     */
    <P extends Ledger.Entry> Optional<P> load(RunKey run, Function<String, P> decoder) {
        String key = key(run);
        Optional<String> entry = ledger.load(key);
        try {
            Optional<P> position = entry.map(decoder);
            position.ifPresent(read -> ledger.isLoaded(key, read));
            return position;
        } catch (IllegalArgumentException e) {
            throw new UnreadableOffsetException(key, e);
        }
    }

    /** Takes note of a position; completes when it is durable, see {@link Ledger#put}. */
    CompletableFuture<Set<String>> save(RunKey run, Ledger.Entry position) {
        return ledger.put(key(run), position);
    }

    /** Whether somebody else has moved the position: what was saved is not stored, and has to be loaded anew. */
    boolean isRefused(RunKey run, Set<String> refused) {
        return !refused.isEmpty() && refused.contains(key(run));
    }

    /** The runs we are not done with. */
    UnsettledRuns unsettled() {
        return unsettled;
    }

    /** Whether the subscription has seen its first complete listing: {@code startFrom=latest} applies only before. */
    boolean hasBaseline() {
        // also where the entry was torn: positions were stored before it, and a second baseline would pass rows over
        hasBaseline = hasBaseline || ledger.load(prefix + "baseline").isPresent();
        return hasBaseline;
    }

    /** What was saved before is durable with it. */
    void baselineTaken() {
        ledger.put(prefix + "baseline", () -> TAKEN).join();
        hasBaseline = true;
    }

    /** Which projects the runs are or were of, the newest first: what is known of a run by its id only has its position under one of them. */
    List<String> projectIds() {
        try {
            return ledger.load(prefix + "project")
                    .map(entry -> Stream.of(Checksummed.read(entry).split(","))
                            .map(id -> URLDecoder.decode(id, StandardCharsets.UTF_8))
                            .toList())
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            return List.of(); // the next listing tells
        }
    }

    void keepProjectIds(List<String> projectIds) {
        String ids = projectIds.stream().map(Offsets::encode).collect(Collectors.joining(","));
        ledger.put(prefix + "project", () -> Checksummed.of(ids));
    }

    private String key(RunKey run) {
        return prefix + encode(run.projectId()) + "|" + encode(run.runId());
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    /** An entry of the offset repository that is not one of ours, or not whole. */
    static final class UnreadableOffsetException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        UnreadableOffsetException(String key, IllegalArgumentException cause) {
            super(
                    "The offset entry '" + key + "' is not readable: " + cause.getMessage()
                            + ". The run is held, so that it does not silently begin anew: restore the entry, or"
                            + " remove it to follow the run from its start",
                    cause);
        }
    }
}
