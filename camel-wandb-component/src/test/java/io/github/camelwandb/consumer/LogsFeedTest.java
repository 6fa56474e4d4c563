// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogsFeedTest {

    private static final RunPath RUN = new RunPath("team", "vision", "r1");

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @RegisterExtension
    final Clients clients = new Clients();

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
                run.historyLineCount(),
                run.eventsLineCount(),
                lines,
                run.config(),
                run.summary(),
                run.isComplete(),
                run.metadata(),
                run.url());
    }

    @Test
    void manyLinesThatAreCountedAndNotShownAreNotAskedForWithoutEnd() {
        wandb.run(RUN.toString())
                .console(IntStream.range(0, 90).mapToObj(i -> "line " + i).toArray(String[]::new));
        WandbClient client = clients.builder(wandb.baseUrl(), wandb.apiKey()).build();
        LogsFeed feed = new LogsFeed(client, (kind, run, detail) -> {});
        Run run = counting(answer(client.findRun(RUN, Projection.LIGHT)).orElseThrow(), 5_000);

        LogPosition position = feed.start(run);
        boolean isShort = false;
        for (int asked = 0; asked < 10 && !isShort; asked++) {
            Feed.Page<LogPosition> page = answer(feed.next(position, run));
            List<Feed.Item<LogPosition>> items = page.items();
            position =
                    items.isEmpty() ? page.from() : items.get(items.size() - 1).after();
            isShort = page.isShort();
        }

        assertThat(isShort).isTrue();
        assertThat(position.next()).isEqualTo(90);
    }
}
