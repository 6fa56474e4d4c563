// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In shared mode several processes log one run, each at its own pace: rows come below, at and above the newest that was delivered. */
class SeveralWritersTest extends FollowingTestSupport {

    private SimulatedRun run;
    private SdkCalls sdk;

    private record Row(Object writer, long step) {}

    @BeforeEach
    void begin() {
        run = wandb.run("team/vision/r1");
        sdk = new SdkCalls(wandb.simulator());
    }

    /** A writer logs the rows of its own lines from one to before another. */
    private void logs(String writer, int fromLine, int toLine, LongUnaryOperator stepOfLine) throws Exception {
        List<String> rows = LongStream.range(fromLine, toLine)
                .map(stepOfLine)
                .mapToObj(step -> "{\"_step\":%d,\"_timestamp\":%s,\"writer\":\"%s\"}"
                        .formatted(step, 1_800_000_000L + step + (writer.equals("a") ? 0 : 0.5), writer))
                .toList();
        sdk.log("team/vision/r1", writer, fromLine, rows);
    }

    private static Row row(Map<?, ?> row) {
        return new Row(row.get("writer"), ((Number) row.get("_step")).longValue());
    }

    private static Row row(Received.Arrived message) {
        return row((HistoryRow) message.body());
    }

    private List<Row> logged() {
        return run.rows().stream().map(SeveralWritersTest::row).toList();
    }

    private List<Row> ofWriter(String writer) {
        return logged().stream().filter(row -> row.writer().equals(writer)).toList();
    }

    private void eventuallyAllDelivered() {
        eventuallyAsTimePasses(() ->
                assertThat(received.all()).extracting(SeveralWritersTest::row).containsAll(logged()));
    }

    /** What came in its turn. */
    private List<Row> inTime() {
        return received.all().stream()
                .filter(row -> !late().contains(row))
                .map(SeveralWritersTest::row)
                .toList();
    }

    private void assertNothingWasTakenForMoreThanLate() {
        assertThat(events).isEmpty();
        assertThat(received.all())
                .extracting(row -> row.headers().get(WandbConstants.GENERATION))
                .containsOnly(1);
        // what an audit repeats has the key that it had
        assertThat(received.all().stream()
                        .map(row -> row.headers().get(WandbConstants.ROW_KEY))
                        .distinct())
                .hasSameSizeAs(logged());
    }

    @Test
    void rowsOfTwoWritersThatAreThereComeByStep() throws Exception {
        logs("a", 0, 50, line -> 2 * line);
        logs("b", 0, 50, line -> 2 * line + 1);

        follow("wandb:team/vision");

        eventually(() -> assertThat(received.stepsOf("r1")).isEqualTo(steps(0, 100)));
        timePasses();
        assertThat(received.count()).isEqualTo(100);
        assertThat(late()).isEmpty();
    }

    @Test
    void rowsOfAWriterThatIsBehindComeLate() throws Exception {
        logs("a", 0, 50, line -> 2 * line);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        logs("b", 0, 30, line -> 2 * line + 1);

        eventuallyAllDelivered();
        assertThat(late()).extracting(SeveralWritersTest::row).containsAll(ofWriter("b"));
        assertThat(inTime()).isEqualTo(ofWriter("a"));
        assertNothingWasTakenForMoreThanLate();
    }

    @Test
    void rowsOfAWriterThatStaysBehindComeLateEachTime() throws Exception {
        logs("a", 0, 50, line -> 2 * line);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        for (int turn = 0; turn < 4; turn++) {
            logs("b", 10 * turn, 10 * turn + 10, line -> 2 * line + 1);
            logs("a", 50 + 10 * turn, 60 + 10 * turn, line -> 2 * line);
            eventuallyAllDelivered();
        }

        assertThat(late()).extracting(SeveralWritersTest::row).containsAll(ofWriter("b"));
        assertThat(inTime()).isEqualTo(ofWriter("a"));
        assertNothingWasTakenForMoreThanLate();
    }

    @Test
    void rowsOfTheSameStepsAsThoseDeliveredComeLate() throws Exception {
        logs("a", 0, 50, line -> line);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        logs("b", 0, 50, line -> line);

        eventuallyAllDelivered();
        assertThat(late()).extracting(SeveralWritersTest::row).containsAll(ofWriter("b"));
        assertNothingWasTakenForMoreThanLate();
    }

    @Test
    void aRowAtTheNewestStepComesLateAlsoWhenTheRunHasGoneOn() throws Exception {
        logs("a", 0, 50, line -> line);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(50));
        afterPolls(3);

        betweenTwoLooks(() -> {
            logs("b", 0, 1, line -> 49);
            logs("a", 50, 60, line -> line);
        });

        eventuallyAllDelivered();
        assertThat(late()).extracting(SeveralWritersTest::row).contains(new Row("b", 49));
        assertThat(inTime()).isEqualTo(ofWriter("a"));
        assertNothingWasTakenForMoreThanLate();
    }

    @Test
    void rowsBelowTheFirstThatWasDeliveredComeLate() throws Exception {
        logs("a", 0, 50, line -> 1000 + line);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        logs("b", 0, 30, line -> line);

        eventuallyAllDelivered();
        assertThat(late()).extracting(SeveralWritersTest::row).containsAll(ofWriter("b"));
        assertNothingWasTakenForMoreThanLate();
    }

    @Test
    void rowsThatAreLoggedLateJustBeforeTheRunEndsComeLate() throws Exception {
        logs("a", 0, 50, line -> 2 * line);
        follow("wandb:team/vision");
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        logs("b", 0, 30, line -> 2 * line + 1);
        run.finished();

        eventuallyAllDelivered();
        assertThat(late()).extracting(SeveralWritersTest::row).containsAll(ofWriter("b"));
        assertNothingWasTakenForMoreThanLate();
    }

    @Test
    void rowsThatAreLoggedLateWhileTheRouteIsStoppedComeLate() throws Exception {
        context.getRegistry().bind("offsets", new MemoryStateRepository());
        logs("a", 0, 50, line -> 2 * line);
        follow("wandb:team/vision?offsetRepository=#offsets");
        eventually(() -> assertThat(received.count()).isEqualTo(50));

        stop("following");
        logs("b", 0, 30, line -> 2 * line + 1);
        logs("a", 50, 60, line -> 2 * line);
        context.getRouteController().startRoute("following");

        eventuallyAllDelivered();
        assertThat(late()).extracting(SeveralWritersTest::row).containsAll(ofWriter("b"));
        assertThat(inTime()).isEqualTo(ofWriter("a"));
        assertNothingWasTakenForMoreThanLate();
    }
}
