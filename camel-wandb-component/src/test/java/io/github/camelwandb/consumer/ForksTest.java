// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fork is a run of its own whose history begins with the rows of its parent up to a step. */
class ForksTest extends FollowingTestSupport {

    private SimulatedRun parent;

    @BeforeEach
    void begin() {
        parent = wandb.run("team/vision/parent").logs(0, 10);
    }

    private SimulatedRun fork(String runId, String parentId, long step) throws Exception {
        new SdkCalls(wandb.simulator()).fork("team", "vision", runId, parentId, step);
        return wandb.run("team/vision/" + runId);
    }

    private void followParent(String more) throws Exception {
        follow("wandb:team/vision" + more);
        eventually(() -> assertThat(received.stepsOf("parent")).isEqualTo(steps(0, 10)));
    }

    /** The rows as they were logged, without what the messages say of the run. */
    private List<Object> rowsOf(String runId) {
        return received.all().stream()
                .filter(row -> row.runId().equals(runId))
                .map(Received.Arrived::body)
                .toList();
    }

    @Test
    void aForkComesWithTheRowsOfItsParentAndNothingOfTheParentComesAgain() throws Exception {
        followParent("");

        SimulatedRun fork = fork("fork", "parent", 4);
        eventually(() -> assertThat(received.stepsOf("fork")).isEqualTo(steps(0, 5)));
        fork.logs(5, 8).finished();

        eventually(() -> assertThat(received.stepsOf("fork")).isEqualTo(steps(0, 8)));
        timePasses();
        assertThat(received.stepsOf("fork")).isEqualTo(steps(0, 8));
        assertThat(received.stepsOf("parent")).isEqualTo(steps(0, 10));
        assertThat(events).isEmpty();
    }

    @Test
    void theRowsThatAForkSharesWithItsParentAreTheSameUnderOtherKeys() throws Exception {
        followParent("?includeRun=false");

        fork("fork", "parent", 4);

        eventually(() -> assertThat(rowsOf("fork")).isEqualTo(rowsOf("parent").subList(0, 5)));
        assertThat(received.all())
                .extracting(row -> row.headers().get(WandbConstants.ROW_KEY))
                .doesNotHaveDuplicates();
        assertThat(received.all())
                .extracting(row -> row.headers().get(WandbConstants.GENERATION))
                .containsOnly(1);
    }

    @Test
    void aForkAndItsParentGoOnEachForItself() throws Exception {
        followParent("");
        SimulatedRun fork = fork("fork", "parent", 4);

        fork.logs(5, 8);
        parent.logs(10, 15);
        fork.logs(8, 12);

        eventually(() -> assertThat(received.stepsOf("fork")).isEqualTo(steps(0, 12)));
        eventually(() -> assertThat(received.stepsOf("parent")).isEqualTo(steps(0, 15)));
        assertThat(events).isEmpty();
    }

    @Test
    void aForkOfAForkComesWithTheRowsOfBoth() throws Exception {
        followParent("");
        fork("child", "parent", 4).logs(5, 20);

        fork("grandchild", "child", 12).logs(13, 15);

        eventually(() -> assertThat(received.stepsOf("grandchild")).isEqualTo(steps(0, 15)));
        eventually(() -> assertThat(received.stepsOf("child")).isEqualTo(steps(0, 20)));
        assertThat(received.stepsOf("parent")).isEqualTo(steps(0, 10));
    }

    @Test
    void aParentThatIsRewoundBelowTheBranchLeavesItsForkAsItIs() throws Exception {
        followParent("");
        fork("fork", "parent", 4).logs(5, 8);
        eventually(() -> assertThat(received.stepsOf("fork")).isEqualTo(steps(0, 8)));

        parent.rewind(2);
        eventuallyAsTimePasses(() -> assertThat(events).isNotEmpty());
        timePasses();

        assertThat(events).extracting(event -> event.run().runId()).containsExactly("parent");
        assertThat(received.stepsOf("fork")).isEqualTo(steps(0, 8));
    }

    @Test
    void withLatestAForkThatIsMadeLaterStartsAtTheFirstRowOfItsParent() throws Exception {
        follow("wandb:team/vision?startFrom=latest");
        afterPolls(2);

        fork("fork", "parent", 4).logs(5, 8);

        eventually(() -> assertThat(received.stepsOf("fork")).isEqualTo(steps(0, 8)));
        assertThat(received.stepsOf("parent")).isEmpty();
    }
}
