// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** The operation that waits for a run, and all waits that have not ended: they end with it. */
final class RunWaits extends ServiceSupport implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final CamelContext camel;
    private final WaitLimits limits;
    private final AwaitedStates awaited;
    private final Set<RunWait> waits = ConcurrentHashMap.newKeySet();

    private volatile @Nullable ScheduledExecutorService timer;

    /** @throws IllegalArgumentException if an option cannot be understood */
    RunWaits(WandbClient client, WandbConfiguration configuration, Targets targets, CamelContext camel) {
        this.client = client;
        this.targets = targets;
        this.camel = camel;
        this.limits = WaitLimits.of(configuration);
        this.awaited = AwaitedStates.of("waitForState", configuration.getWaitForState());
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.waitForRun, this::wait);
    }

    private CompletableFuture<Answer> wait(Message message) {
        WaitLimits patience = limits.of(message);
        AwaitedStates states = message.getHeader(WandbConstants.WAIT_FOR_STATE) == null
                ? awaited
                : AwaitedStates.of(
                        "The header " + WandbConstants.WAIT_FOR_STATE,
                        message.getHeader(WandbConstants.WAIT_FOR_STATE, String.class));
        return targets.run(message)
                .thenCompose(run -> wait(run, states, patience))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Run> wait(RunPath run, AwaitedStates states, WaitLimits patience) {
        RunWait wait = new RunWait(client, run, states, patience, Objects.requireNonNull(timer));
        waits.add(wait);
        CompletableFuture<Run> end = wait.start();
        end.whenComplete((found, failure) -> waits.remove(wait));
        return end;
    }

    @Override
    protected void doStart() {
        timer = camel.getExecutorServiceManager().newScheduledThreadPool(this, "WandbWait", 1);
    }

    @Override
    protected void doStop() {
        if (timer != null) {
            camel.getExecutorServiceManager().shutdownNow(timer);
        }
        waits.forEach(RunWait::end);
    }
}
