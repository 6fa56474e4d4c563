// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.SweepAction;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.OneLine;
import io.github.camelwandb.client.model.ProjectPath;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The operation that pauses, resumes and ends sweeps. */
final class SweepWrites implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;

    SweepWrites(WandbClient client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.updateSweep, this::update);
    }

    private CompletableFuture<Answer> update(Message message) {
        SweepAction action = action(message);
        requireOption(message, action);
        String sweepId = targets.sweep(message);
        CompletableFuture<ProjectPath> target =
                action.isFinal() ? targets.projectToDestroyIn(message) : targets.project(message);
        return target.thenCompose(project -> client.mutations().updateSweep(project, sweepId, action))
                .thenApply(Answer::of);
    }

    /** What ends a sweep is destructive: no message chooses it. */
    private static void requireOption(Message message, SweepAction action) {
        if (action.isFinal() && message.getHeader(WandbConstants.OPERATION) != null) {
            throw new IllegalArgumentException("The header " + WandbConstants.OPERATION + " cannot choose to " + action
                    + " a sweep, which ends it: set the option operation instead");
        }
    }

    private static SweepAction action(Message message) {
        if (message.getHeader(WandbConstants.SWEEP_ACTION) != null) {
            String header = message.getHeader(WandbConstants.SWEEP_ACTION, String.class);
            return action(header, "The header " + WandbConstants.SWEEP_ACTION + "=" + OneLine.of(header));
        }
        String body = Conversion.text(message);
        return action(
                body,
                "Without the header " + WandbConstants.SWEEP_ACTION
                        + " the body says what becomes of the sweep, and "
                        + (body == null ? "what is there" : OneLine.of(body)));
    }

    private static SweepAction action(@Nullable String name, String source) {
        return Arrays.stream(SweepAction.values())
                .filter(action -> name != null && action.toString().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source + " is none of "
                        + Arrays.stream(SweepAction.values())
                                .map(SweepAction::toString)
                                .collect(Collectors.joining(", "))));
    }
}
