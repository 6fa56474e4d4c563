// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.consumer.FollowedRun;
import io.github.camelwandb.consumer.Following;
import io.github.camelwandb.consumer.WandbConsumer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** Shows what each consumer follows and how far it is, the runs that need attention first. */
@DevConsole(
        name = "wandb",
        displayName = "Weights and Biases",
        description = "The runs that wandb consumers follow, and how far they are")
public class WandbDevConsole extends AbstractDevConsole {

    /** How many runs of each consumer to show. */
    public static final String LIMIT = "limit";

    private static final int DEFAULT_LIMIT = 100;

    private static final Comparator<FollowedRun> HELD_THEN_BY_LAG = Comparator.comparing(FollowedRun::isHeld)
            .thenComparing(FollowedRun::lag)
            .reversed();

    public WandbDevConsole() {
        super("camel", "wandb", "Weights and Biases", "The runs that wandb consumers follow, and how far they are");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        int limit = limit(options);
        StringBuilder text = new StringBuilder();
        WandbConsumer.of(getCamelContext()).forEach(consumer -> write(consumer, limit, text));
        return text.toString();
    }

    private static void write(WandbConsumer consumer, int limit, StringBuilder text) {
        Following following = consumer.following();
        text.append("Route ")
                .append(consumer.getRouteId())
                .append(": ")
                .append(uri(consumer))
                .append('\n');
        text.append("    runs ")
                .append(following.runs().size())
                .append(", settled ")
                .append(following.settled())
                .append(", held ")
                .append(following.held().size())
                .append(", rows delivered ")
                .append(following.rowsDelivered())
                .append(", lag ")
                .append(following.lag())
                .append(", in flight ")
                .append(following.inFlight())
                .append(", last listing ")
                .append(following.lastListing() == null ? "never" : following.lastListing())
                .append('\n');
        following
                .failure()
                .ifPresent(failure ->
                        text.append("    ").append(failure.getMessage()).append('\n'));
        for (FollowedRun run : shown(following, limit)) {
            text.append("    ")
                    .append(run.run())
                    .append(": ")
                    .append(run.isSettled() ? "settled" : run.state())
                    .append(", next step ")
                    .append(run.nextStep())
                    .append(", lag ")
                    .append(run.lag());
            if (run.heldBecause() != null) {
                text.append(", held: ").append(run.heldBecause());
            }
            text.append('\n');
        }
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        int limit = limit(options);
        JsonArray consumers = new JsonArray();
        WandbConsumer.of(getCamelContext()).forEach(consumer -> consumers.add(json(consumer, limit)));
        JsonObject root = new JsonObject();
        root.put("consumers", consumers);
        return root;
    }

    private static JsonObject json(WandbConsumer consumer, int limit) {
        Following following = consumer.following();
        JsonObject json = new JsonObject();
        json.put("routeId", consumer.getRouteId());
        json.put("uri", uri(consumer));
        json.put("runsFollowed", following.runs().size());
        json.put("runsSettled", following.settled());
        json.put("runsHeld", following.held().size());
        json.put("rowsDelivered", following.rowsDelivered());
        json.put("lag", following.lag());
        json.put("inFlight", following.inFlight());
        if (following.lastListing() != null) {
            json.put("lastListing", following.lastListing().toString());
        }
        following.failure().ifPresent(failure -> json.put("error", String.valueOf(failure.getMessage())));
        JsonArray runs = new JsonArray();
        shown(following, limit).forEach(run -> runs.add(json(run)));
        json.put("runs", runs);
        return json;
    }

    private static JsonObject json(FollowedRun run) {
        JsonObject json = new JsonObject();
        json.put("run", run.run().toString());
        json.put("state", run.state());
        json.put("settled", run.isSettled());
        json.put("nextStep", run.nextStep());
        json.put("lag", run.lag());
        if (run.heldBecause() != null) {
            json.put("heldBecause", run.heldBecause());
        }
        return json;
    }

    private static List<FollowedRun> shown(Following following, int limit) {
        return following.runs().stream().sorted(HELD_THEN_BY_LAG).limit(limit).toList();
    }

    private static String uri(WandbConsumer consumer) {
        return URISupport.sanitizeUri(consumer.getEndpoint().getEndpointUri());
    }

    private static int limit(Map<String, Object> options) {
        Object limit = options.get(LIMIT);
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            return Math.max(0, Integer.parseInt(limit.toString()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(LIMIT + "=" + limit + " is not a number of runs to show", e);
        }
    }
}
