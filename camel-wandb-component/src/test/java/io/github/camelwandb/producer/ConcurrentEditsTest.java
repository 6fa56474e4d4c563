// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Others change the same run at the same time. */
class ConcurrentEditsTest extends OperatingTestSupport {

    private static final String UPDATE_CONFIG = "wandb:team/vision/r1?operation=updateConfig";
    private static final String UPDATE_SUMMARY = "wandb:team/vision/r1?operation=updateSummary";
    private static final String UPDATE_RUN = "wandb:team/vision/r1?operation=updateRun";

    /** What somebody else does after we have read and before we write. */
    private void meanwhile(int times, Runnable change) {
        wandb.simulator().faults().add(Fault.before(change).on("UpdateRun").times(times));
    }

    @Test
    void whatSomebodyElseSetsBetweenReadingAndWritingStays() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1));
        meanwhile(1, () -> run.config(Map.of("lr", 0.1, "theirs", 2)));

        Exchange answer = answer(UPDATE_CONFIG, Map.of("ours", 1), Map.of());

        assertThat(run.config())
                .containsEntry("lr", Map.of("value", 0.1))
                .containsEntry("ours", Map.of("value", 1))
                .containsEntry("theirs", Map.of("value", 2));
        assertThat(answer.getMessage().getHeader(WandbConstants.CONFLICT)).isNull();
    }

    @Test
    void whatSomebodyElseRemovesStaysRemoved() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1, "old", 1));
        meanwhile(1, () -> run.config(Map.of("lr", 0.1)));

        answer(UPDATE_CONFIG, Map.of("ours", 1), Map.of());

        assertThat(run.config()).containsOnlyKeys("lr", "ours");
    }

    @Test
    void whereBothSetTheSameOursStandsAndTheConflictIsTold() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1));
        meanwhile(1, () -> run.config(Map.of("lr", 0.3)));

        Exchange answer = answer(UPDATE_CONFIG, Map.of("lr", 0.2), Map.of());

        assertThat(run.config()).containsEntry("lr", Map.of("value", 0.2));
        assertThat(answer.getMessage().getHeader(WandbConstants.CONFLICT)).isEqualTo(true);
    }

    @Test
    void severalChangesInARowAreAllKept() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1));
        AtomicInteger count = new AtomicInteger();
        meanwhile(3, () -> {
            Map<String, Object> theirs = new HashMap<>();
            run.config().forEach((key, entry) -> theirs.put(key, ((Map<?, ?>) entry).get("value")));
            theirs.put("theirs" + count.incrementAndGet(), true);
            run.config(theirs);
        });

        answer(UPDATE_CONFIG, Map.of("ours", 1), Map.of());

        assertThat(run.config()).containsOnlyKeys("lr", "ours", "theirs1", "theirs2", "theirs3");
    }

    @Test
    void aRunThatNeverComesToRestIsAConflict() {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1));
        AtomicInteger count = new AtomicInteger();
        meanwhile(100, () -> run.config(Map.of("theirs", count.incrementAndGet())));

        refusal(UPDATE_CONFIG, Map.of("ours", 1), Map.of())
                .cause()
                .isInstanceOf(WandbConflictException.class)
                .hasMessageContaining("at each of 10 attempts");
    }

    @Test
    void tagsAreAddedAndRemovedAmongThoseOfOthers() {
        SimulatedRun run = wandb.run("team/vision/r1").tags("a", "b");
        meanwhile(1, () -> run.tags("a", "b", "theirs"));

        answer(UPDATE_RUN, Map.of("addTags", List.of("ours"), "removeTags", List.of("a")), Map.of());

        assertThat(run.tags()).containsExactlyInAnyOrder("b", "ours", "theirs");
    }

    @Test
    void nothingThatEightRoutesAndAnotherWriterSetIsLost() throws Exception {
        SimulatedRun run = wandb.run("team/vision/r1").config(Map.of("lr", 0.1)).finished();
        AtomicInteger outside = new AtomicInteger();
        meanwhile(8, () -> run.config("outside" + outside.incrementAndGet(), 1));
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int route = 0; route < 8; route++) {
            for (int i = 0; i < 10; i++) {
                Map<String, Object> values = Map.of("route" + route + "/" + i, i);
                sent.add(template.asyncSend(
                        (i % 2 == 0 ? UPDATE_CONFIG : UPDATE_SUMMARY) + "&samples=" + (100 + route),
                        exchange -> exchange.getMessage().setBody(values)));
            }
        }
        int failed = 0;
        for (CompletableFuture<Exchange> exchange : sent) {
            failed += exchange.get().isFailed() ? 1 : 0;
        }

        assertThat(failed).isZero();
        assertThat(run.config().keySet().stream().filter(key -> key.startsWith("route")))
                .hasSize(40);
        assertThat(run.summary().keySet().stream().filter(key -> key.startsWith("route")))
                .hasSize(40);
        assertThat(run.config().keySet().stream().filter(key -> key.startsWith("outside")))
                .hasSize(8);
    }
}
