// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key that was right and is not any more gets to see. */
class AccessTest {

    private static final String VIEWER = "{ viewer { username } }";
    private static final String PROJECT = "{ project(name: \"vision\", entityName: \"team\") { name } }";
    private static final String STOP = "mutation Stop($id: ID!) { stopRun(input: {id: $id}) { success } }";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private SimulatedRun run;
    private Caller caller;

    @BeforeEach
    void connect() {
        run = wandb.run("team/vision/r1");
        caller = Caller.of(wandb.simulator());
    }

    @Test
    void aRevokedKeySeesNulls() {
        wandb.simulator().revokeKey();

        assertThat(caller.graphql(VIEWER).data().path("viewer").isNull()).isTrue();
        assertThat(caller.graphql(PROJECT).status()).isEqualTo(200);
        assertThat(caller.graphql(PROJECT).data().path("project").isNull()).isTrue();
        assertThat(caller.graphql(STOP, Map.of("id", run.storageId())).status()).isEqualTo(401);
        assertThat(caller.stream("team/vision/r1", Map.of()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRevokedKeyMayBeRefusedInsteadButForTheViewer(int status) {
        wandb.simulator().revokeKey(status);

        assertThat(caller.graphql(VIEWER).status()).isEqualTo(200);
        assertThat(caller.graphql(VIEWER).data().path("viewer").isNull()).isTrue();
        assertThat(caller.graphql(PROJECT).status()).isEqualTo(status);
        assertThat(caller.graphql(PROJECT).error()).isEqualTo("user is not logged in");
    }

    @Test
    void aKeyCanBeAcceptedAgain() {
        wandb.simulator().revokeKey(401);
        wandb.simulator().acceptKey();

        assertThat(caller.graphql(PROJECT).data().at("/project/name").asText()).isEqualTo("vision");
        assertThat(caller.stream("team/vision/r1", Map.of()).status()).isEqualTo(200);

        wandb.simulator().revokeKey();

        assertThat(caller.graphql(PROJECT).status()).isEqualTo(200);
    }
}
