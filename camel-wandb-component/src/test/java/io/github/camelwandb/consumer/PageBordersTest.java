// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several rows of one step, where one answer of the server ends and the next begins: each comes once, and together with the others. */
class PageBordersTest extends FollowingTestSupport {

    private record Row(long step, long copy) {}

    private final List<Row> came = new CopyOnWriteArrayList<>();
    private SimulatedRun run;

    @BeforeEach
    void begin() {
        run = wandb.run("team/vision/r1");
    }

    private void logsTimes(int times, long step) {
        for (int copy = 1; copy <= times; copy++) {
            run.log(step, Map.of("copy", copy));
        }
    }

    private void keep(Exchange exchange) {
        came.addAll(rowsOf(exchange));
    }

    private static List<Row> rowsOf(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Collection<HistoryRow> rows = body instanceof HistoryBatch batch ? batch : List.of((HistoryRow) body);
        return rows.stream().map(PageBordersTest::row).toList();
    }

    private static Row row(Map<String, ?> row) {
        return new Row(
                ((Number) row.get("_step")).longValue(), row.get("copy") instanceof Number copy ? copy.longValue() : 0);
    }

    /** In the order of the lines, which is the one of the steps here. */
    private List<Row> logged() {
        return run.rows().stream().map(PageBordersTest::row).toList();
    }

    /** The steps at which windows that were asked for begin. */
    private Set<Long> borders() {
        return wandb.simulator().requests("history").stream()
                .flatMap(request -> request.variables().entrySet().stream())
                .filter(variable -> variable.getKey().startsWith("minStep"))
                .map(variable -> ((Number) variable.getValue()).longValue())
                .collect(Collectors.toSet());
    }

    @Test
    void rowsOfTheLastStepOfAPageAndOfTheFirstOfTheNextComeOnce() throws Exception {
        run.logs(0, 999);
        logsTimes(2, 999);
        logsTimes(3, 1000);
        run.logs(1001, 2500);

        follow("following", "wandb:team/vision?rowsPerExchange=100", this::keep);

        eventually(() -> assertThat(came).hasSizeGreaterThanOrEqualTo(2503));
        timePasses();
        assertThat(came).isEqualTo(logged());
        assertThat(borders()).contains(1000L);
    }

    @Test
    void rowsOfAStepInTheMiddleOfWhichAnAnswerIsTooLongComeOnce() throws Exception {
        // sparse at first, so that the windows behind are wide and one has more rows than are held
        for (long step = 0; step < 1000; step += 2) {
            run.log(step, Map.of());
        }
        for (long step = 1000; step < 1800; step++) {
            logsTimes(3, step);
        }

        follow("following", "wandb:team/vision?rowsPerExchange=100", this::keep);

        eventually(() -> assertThat(came).hasSizeGreaterThanOrEqualTo(2900));
        timePasses();
        assertThat(came).isEqualTo(logged());
        assertThat(borders()).contains(1665L); // the last row before those of the step
    }

    @Test
    void aStepOfMoreRowsThanAPageComesWhole() throws Exception {
        run.logs(0, 5);
        logsTimes(3000, 5);
        run.logs(6, 10);

        follow("following", "wandb:team/vision?rowsPerExchange=100", this::keep);

        eventually(() -> assertThat(came).hasSizeGreaterThanOrEqualTo(3009));
        timePasses();
        assertThat(came).isEqualTo(logged());
    }

    @Test
    void rowsOfOneStepThatMoreThanOneExchangeHoldsComeOnce() throws Exception {
        for (long step = 995; step < 1005; step++) {
            logsTimes(5, step);
        }

        follow("following", "wandb:team/vision?rowsPerExchange=3", this::keep);

        eventually(() -> assertThat(came).hasSizeGreaterThanOrEqualTo(50));
        timePasses();
        assertThat(came).isEqualTo(logged());
    }

    @Test
    void aStepAtTheBorderOfWhichOnlySomeRowsHadCompletedComesAgainWhole() throws Exception {
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        AtomicBoolean broken = new AtomicBoolean(true);
        run.logs(0, 1000);
        logsTimes(3, 1000);
        run.logs(1001, 1010);
        follow("following", "wandb:team/vision?offsetRepository=#offsets", exchange -> {
            if (broken.get() && rowsOf(exchange).contains(new Row(1000, 3))) {
                throw new IllegalStateException("the sink is down");
            }
            keep(exchange);
        });
        eventually(() -> assertThat(came).endsWith(new Row(1000, 2)));

        stop("following");
        broken.set(false);
        int before = came.size();
        context.getRouteController().startRoute("following");

        eventually(() -> assertThat(came.stream().skip(before)).isEqualTo(logged().subList(1000, 1012)));
        // the sink may have been tried more than once
        assertThat(came.stream().limit(before).distinct()).isEqualTo(logged().subList(0, 1002));
    }

    @Test
    void rowsOfTheNewestStepDoNotComeAgainWithThoseBehindIt() throws Exception {
        run.logs(0, 10);
        logsTimes(3, 10);
        follow("following", "wandb:team/vision", this::keep);
        eventually(() -> assertThat(came).hasSize(13));

        betweenTwoLooks(() -> {
            run.logs(11, 13);
            logsTimes(2, 13);
        });

        eventually(() -> assertThat(came).hasSizeGreaterThanOrEqualTo(17));
        timePasses();
        assertThat(came).isEqualTo(logged());
    }

    @Test
    void rowsBehindThePageThatBeginsWithSeveralRowsOfTheNewestStepComeToo() throws Exception {
        run.logs(0, 10);
        logsTimes(3, 10);
        follow("following", "wandb:team/vision?rowsPerExchange=100", this::keep);
        eventually(() -> assertThat(came).hasSize(13));

        betweenTwoLooks(() -> run.logs(11, 1011));

        eventuallyAsTimePasses(() -> assertThat(came).hasSizeGreaterThanOrEqualTo(1013));
        timePasses();
        assertThat(came).isEqualTo(logged());
    }
}
