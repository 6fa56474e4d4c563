// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.spi.StateRepository;

/**
 * The stored positions of one subscription: the runs of one stream under one name. It knows nothing of rows.
 *
 * <p>Keys are {@code v1|name|stream|project id|run id}, percent-encoded, because stores split at {@code =}.
 */
final class Offsets {

    private static final String TAKEN = "taken";

    private final StateRepository<String, String> repository;
    private final Owner owner;
    private final String prefix;

    Offsets(StateRepository<String, String> repository, String name, String stream) {
        this.repository = repository;
        this.owner = new Owner(name, stream);
        this.prefix = "v1|" + encode(name) + "|" + stream + "|";
    }

    /** Whose positions these are. */
    record Owner(String name, String stream) {}

    Owner owner() {
        return owner;
    }

    /** @throws UnreadableOffsetException if there is an entry that cannot be read: the run must wait, not begin anew */
    Optional<RunOffset> load(RunKey run) {
        String key = key(run);
        String entry = repository.getState(key);
        if (entry == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(RunOffset.decode(entry));
        } catch (IllegalArgumentException e) {
            throw new UnreadableOffsetException(key, e);
        }
    }

    void save(RunKey run, RunOffset offset) {
        repository.setState(key(run), offset.encode());
    }

    /** Whether the subscription has seen its first complete listing: {@code startFrom=latest} applies only before. */
    boolean hasBaseline() {
        return TAKEN.equals(repository.getState(prefix + "baseline"));
    }

    void baselineTaken() {
        repository.setState(prefix + "baseline", TAKEN);
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
                            + ". The run is held, so that it does not silently begin anew: restore the entry, or remove it to"
                            + " follow the run from its start",
                    cause);
        }
    }
}
