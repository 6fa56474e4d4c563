// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a server says it can do, which does not change while it is known. One that does not know the question can nothing of it. */
final class ServerFeatures {

    private final GraphqlTransport graphql;
    private volatile @Nullable Set<String> known;

    ServerFeatures(GraphqlTransport graphql) {
        this.graphql = graphql;
    }

    /** @param name such as {@code MARK_RUN_FILES_UPLOADED} */
    CompletableFuture<Boolean> has(String name) {
        return Futures.then(all(), features -> features.contains(name));
    }

    private CompletableFuture<Set<String>> all() {
        Set<String> before = known;
        if (before != null) {
            return CompletableFuture.completedFuture(before);
        }
        return Futures.thenAsk(
                graphql.execute(new GraphqlOperation<>(
                        "ServerFeatures", Map.of(), "the server", parser -> enabled(parser.readValueAsTree()))),
                this::remembered,
                this::none);
    }

    private CompletableFuture<Set<String>> remembered(Set<String> features) {
        known = features;
        return CompletableFuture.completedFuture(features);
    }

    /** What came in place of an answer may be of a proxy on the way: next time it is asked again. */
    private CompletableFuture<Set<String>> none(Throwable failure) {
        if (WandbServerIncompatibleException.isSaidByServer(failure)) {
            return remembered(Set.of());
        }
        return failure instanceof WandbServerIncompatibleException || failure instanceof WandbBadRequestException
                ? CompletableFuture.completedFuture(Set.of())
                : CompletableFuture.failedFuture(failure);
    }

    private static Set<String> enabled(JsonNode data) {
        Set<String> names = new HashSet<>();
        data.path("serverInfo").path("features").forEach(feature -> {
            if (feature.path("isEnabled").asBoolean()) {
                names.add(feature.path("name").asText());
            }
        });
        return Set.copyOf(names);
    }
}
