// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.RunQuery;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.history.RowForm;
import io.github.camelwandb.client.history.Selection;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.SimulatedRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What depends on the time. */
class FollowerTest extends FollowingTestSupport {

    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile Instant now = Instant.EPOCH;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @AfterEach
    void endThreads() {
        calls.shutdownNow();
        timer.shutdownNow();
    }

    private WandbClient client() {
        return WandbClient.builder()
                .baseUrl(wandb.baseUrl())
                .credentials(Credentials.resolve(wandb.apiKey(), Map.of(), wandb.baseUrl()))
                .callExecutor(calls)
                .timer(timer)
                .build();
    }

    private FollowerContext followerContext(WandbClient client) {
        DefaultConsumer consumer = new DefaultConsumer(context.getEndpoint("direct:unused"), received);
        return new FollowerContext(
                client,
                new Offsets(new MemoryStateRepository(), "test", "history"),
                new Delivery(
                        consumer,
                        PluginHelper.getInternalProcessorFactory(context)
                                .addUnitOfWorkProcessorAdvice(context, consumer.getAsyncProcessor(), null),
                        () -> false,
                        new PollBudget(0)),
                new RowMessages(true, false),
                new Slots(1),
                new RowForm(NonFinite.STRING, Selection.all()),
                1,
                1,
                false,
                clock,
                Duration.ofMillis(1),
                (what, cause) -> {});
    }

    private static Run counting(Run run, long lines) {
        return new Run(
                run.path(),
                run.storageId(),
                run.projectId(),
                run.displayName(),
                run.state(),
                run.tags(),
                run.group(),
                run.jobType(),
                run.sweep(),
                run.notes(),
                run.createdAt(),
                run.heartbeatAt(),
                run.commit(),
                run.user(),
                lines,
                run.config(),
                run.summary(),
                run.isComplete(),
                run.url());
    }

    @Test
    void aCountBehindTheRowsThatWereReadIsARewindOnlyIfItStaysSo() {
        SimulatedRun simulated = wandb.run("team/vision/r1").logs(0, 12);
        WandbClient client = client();
        RunQuery query =
                new RunQuery(new ProjectPath("team", "vision"), RunFilter.none(), "+created_at", Projection.LIGHT, 10);
        Run run = client.listRuns(query).join().get(0);
        Follower follower = new Follower(
                RunKey.of(run),
                counting(run, 10),
                RunOffset.startingAt(run, 0),
                followerContext(client),
                new Mailbox(Runnable::run));
        follower.listed(counting(run, 10));
        eventually(() -> assertThat(received.count()).isEqualTo(12));
        eventually(() -> assertThat(follower.isBusy()).isFalse());

        simulated.rewind(8);
        follower.listed(counting(run, 11));
        assertThat(wandb.simulator().requests("historyKeys")).isEmpty();
        now = now.plusSeconds(31);
        follower.listed(counting(run, 11));

        eventually(() -> assertThat(received.count()).isEqualTo(12 + 9));
        assertThat(received.all().get(12).headers()).containsEntry(WandbConstants.GENERATION, 2);
    }
}
