// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions are in memory here: a restart delivers everything again, in other batches where there are more rows by then. */
class BatchKeysTest extends FollowingTestSupport {

    private static final String BATCHES = "wandb:team/vision?rowsPerExchange=10";

    private static Object keyOf(Received.Arrived message) {
        return message.headers().get(WandbConstants.ROW_KEY);
    }

    private List<Long> steps() {
        return received.all().stream()
                .flatMap(message -> ((HistoryBatch) message.body()).stream())
                .map(HistoryRow::step)
                .toList();
    }

    private void startAgain() throws Exception {
        stop("following");
        context.getRouteController().startRoute("following");
    }

    @Test
    void anIdempotentConsumerPassesNoBatchOverThatHoldsMoreThanTheOneBefore(@TempDir Path directory) throws Exception {
        File keys = directory.resolve("keys.txt").toFile();
        wandb.run("team/vision/r1").logs(0, 3);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(quickly(BATCHES))
                        .routeId("following")
                        .idempotentConsumer(
                                header(WandbConstants.ROW_KEY), FileIdempotentRepository.fileIdempotentRepository(keys))
                        .process(received);
            }
        });
        eventually(() -> assertThat(received.count()).isEqualTo(1));
        stop("following");
        wandb.run("team/vision/r1").logs(3, 6);

        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(steps()).containsAll(steps(0, 6)));
        startAgain();
        afterPolls(5);
        assertThat(received.count()).as("the same batch is known").isEqualTo(2);
    }

    @Test
    void aBatchOfOneRowHasTheKeyOfTheRow() throws Exception {
        wandb.run("team/vision/r1").logs(0, 1);

        follow(BATCHES);

        eventually(() -> assertThat(received.count()).isEqualTo(1));
        HistoryBatch batch = (HistoryBatch) received.only().body();
        assertThat(keyOf(received.only())).isEqualTo(batch.get(0).get("_rowKey"));
    }

    @Test
    void theKeyOfABatchIsOfTheRowsAsLogged() throws Exception {
        wandb.run("team/vision/r1").logs(0, 3);
        follow("with", BATCHES + "&offsetName=with", received);
        follow("without", BATCHES + "&offsetName=without&includeRun=false", received);

        eventually(() -> assertThat(received.count()).isEqualTo(2));
        List<Received.Arrived> both = received.all();
        assertThat((String) keyOf(both.get(0))).matches("team/vision/r1/1/0/[0-9a-f]{16}");
        assertThat(keyOf(both.get(0))).isEqualTo(keyOf(both.get(1)));
    }
}
