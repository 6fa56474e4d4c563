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

    @Test
    void manyLinesThatAreCountedAndNotShownAreNotAskedForWithoutEnd() {
        wandb.run(RUN.toString())
                .console(IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toArray(String[]::new))
                .hideConsole(90, 5_000);
        WandbClient client = clients.builder(wandb.baseUrl(), wandb.apiKey()).build();
        LogsFeed feed = new LogsFeed(client, (kind, run, detail) -> {});
        Run run = answer(client.findRun(RUN, Projection.LIGHT)).orElseThrow();

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
