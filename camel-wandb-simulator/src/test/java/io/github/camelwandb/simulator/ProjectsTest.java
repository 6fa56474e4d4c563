// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is in a project besides runs. */
class ProjectsTest {

    private static final String REPORTS =
            "query Views($type: String, $first: Int, $after: String) { project(name: \"vision\", entityName: \"team\") {"
                    + " allViews(viewType: $type, first: $first, after: $after) {"
                    + " edges { node { id displayName user { username } createdAt } cursor }"
                    + " pageInfo { endCursor hasNextPage } } } }";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    private Caller caller;

    @BeforeEach
    void connect() {
        wandb.simulator().project("team/vision");
        caller = Caller.of(wandb.simulator());
    }

    @Test
    void reportsAreListedByPages() {
        wandb.simulator().report("team/vision", "First");
        wandb.simulator().report("team/vision", "Second");

        JsonNode first = views(Map.of("type", "runs", "first", 1));
        JsonNode second = views(Map.of(
                "type",
                "runs",
                "first",
                1,
                "after",
                first.at("/pageInfo/endCursor").asText()));

        assertThat(first.findValuesAsText("displayName")).containsExactly("First");
        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(second.findValuesAsText("displayName")).containsExactly("Second");
        assertThat(second.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
        assertThat(second.at("/edges/0/node/user/username").asText()).isEqualTo("simulator");
    }

    @Test
    void viewsOfAnotherTypeAreNoReports() {
        wandb.simulator().report("team/vision", "First");

        assertThat(views(Map.of("type", "workspace")).path("edges")).isEmpty();
    }

    private JsonNode views(Map<String, ?> variables) {
        return caller.graphql(REPORTS, variables).data().at("/project/allViews");
    }
}
