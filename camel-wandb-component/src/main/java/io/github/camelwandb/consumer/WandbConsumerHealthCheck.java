// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.support.ScheduledPollConsumerHealthCheck;

/**
 * DOWN while the runs cannot be listed or the positions cannot be stored. Camel's own check goes by a count of errors, which a back-off
 * resets while the trouble lasts, and knows nothing of the store.
 */
final class WandbConsumerHealthCheck extends ScheduledPollConsumerHealthCheck {

    private static final int MAX_HELD_SHOWN = 10;

    private final WandbConsumer consumer;

    WandbConsumerHealthCheck(WandbConsumer consumer, String id) {
        super(consumer, id);
        this.consumer = consumer;
    }

    @Override
    public Result call(Map<String, Object> options) {
        Result camels = super.call(options);
        if (!isEnabled()) {
            return camels;
        }
        Following following = consumer.following();
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this).details(camels.getDetails());
        describe(following, result);
        Optional<Throwable> failure = following.failure();
        if (failure.isPresent()) {
            result.down().error(failure.get()).message(message(following, failure.get()));
        } else if (following.lastListing() == null) {
            result.state(getInitialState()).message("The runs have not been listed yet");
        } else {
            result.up();
        }
        return result.build();
    }

    private static String message(Following following, Throwable failure) {
        return following.storeFailure() == null
                ? String.valueOf(failure.getMessage())
                : "Positions cannot be stored, and nothing is delivered until they can: " + failure.getMessage()
                        + ". It is tried again by itself; check offsetPath or offsetRepository";
    }

    private static void describe(Following following, HealthCheckResultBuilder result) {
        result.detail("wandb.runs.followed", following.runs().size())
                .detail("wandb.rows.delivered", following.rowsDelivered())
                .detail("wandb.lag", following.lag());
        if (following.lastListing() != null) {
            result.detail("wandb.last.listing", following.lastListing().toString());
        }
        List<FollowedRun> held = following.held();
        result.detail("wandb.runs.held", held.size());
        held.stream()
                .limit(MAX_HELD_SHOWN)
                .forEach(run -> result.detail("wandb.held." + run.run(), String.valueOf(run.heldBecause())));
    }
}
