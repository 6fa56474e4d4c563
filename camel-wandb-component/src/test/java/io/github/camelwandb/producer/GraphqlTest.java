// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbComponent;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.simulator.Fault;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphqlTest extends OperatingTestSupport {

    private static final String URI = "wandb:team/vision?operation=graphql";

    private static final String COUNT = "query Counts($entity: String!, $project: String!) {"
            + " project(name: $project, entityName: $entity) { name runCount } }";

    private static final String STOP = "mutation Stop($id: ID!) { stopRun(input: {id: $id}) { success } }";

    @Override
    protected WandbComponent component() {
        WandbComponent component = super.component();
        component.setMaxAttempts(2);
        return component;
    }

    @Test
    void theAnswerOfADocumentIsAMap() {
        wandb.run("team/vision/r1");

        Exchange exchange =
                answer(URI, COUNT, Map.of(WandbConstants.VARIABLES, Map.of("entity", "team", "project", "vision")));

        assertThat(exchange.getMessage().getBody())
                .isEqualTo(Map.of("project", Map.of("name", "vision", "runCount", 1)));
    }

    @Test
    void theVariablesCanBeJsonAndTheAnswerAText() {
        wandb.run("team/vision/r1");

        Exchange exchange = answer(
                URI + "&dataAsText=true",
                COUNT,
                Map.of(WandbConstants.VARIABLES, "{\"entity\":\"team\",\"project\":\"vision\"}"));

        assertThat(exchange.getMessage().getBody()).isEqualTo("{\"project\":{\"name\":\"vision\",\"runCount\":1}}");
    }

    @Test
    void theOptionHasTheDocumentAndTheBodyIsNotLookedAt() {
        assertThat(answer(URI + "&document=RAW({viewer{username}})", "mutation { nonsense }", Map.of())
                        .getMessage()
                        .getBody())
                .isEqualTo(Map.of("viewer", Map.of("username", "simulator")));
        assertThat(answer(
                                URI + "&document=resource:classpath:io/github/camelwandb/client/graphql/Viewer.graphql",
                                null,
                                Map.of())
                        .getMessage()
                        .getBody(Map.class))
                .containsKey("viewer");
    }

    @Test
    void aMessageCannotChooseIt() {
        for (String uri : List.of("wandb:team/vision", "wandb:team/vision/r1?operation=updateConfig")) {
            refusal(uri, "{ viewer { username } }", Map.of(WandbConstants.OPERATION, "graphql"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CamelWandbOperation=graphql");
        }
    }

    @Test
    void aMessageCannotNameAResource() {
        refusal(URI, "resource:classpath:io/github/camelwandb/client/graphql/Viewer.graphql", Map.of())
                .hasCauseInstanceOf(WandbBadRequestException.class);
    }

    @Test
    void anEmptyBodyIsRefused() {
        for (String body : new String[] {null, "", " "}) {
            refusal(URI, body, Map.of())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("The body is empty")
                    .hasMessageContaining("option document");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "nonsense", "", "null", "{\"a\":1} 2"})
    void variablesThatAreNoObjectAreRefused(String variables) {
        refusal(URI, COUNT, Map.of(WandbConstants.VARIABLES, variables))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbVariables");
    }

    @Test
    void variablesOfAnotherTypeAreRefused() {
        refusal(URI, COUNT, Map.of(WandbConstants.VARIABLES, new Date()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWandbVariables");
        refusal(URI, COUNT, Map.of(WandbConstants.VARIABLES, OddValues.nestedList()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("CamelWandbVariables", "it is a java.util.ArrayList");
    }

    @ParameterizedTest
    @MethodSource("io.github.camelwandb.producer.OddValues#withoutForm")
    void aVariableThatJsonHasNoFormForIsNamed(Object value) {
        refusal(URI, COUNT, Map.of(WandbConstants.VARIABLES, Map.of("odd", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "'odd' in the header CamelWandbVariables is nothing that JSON has a form for: ");
    }

    @Test
    void errorsOfTheServerAreFailures() {
        refusal(URI, "{ nonsense", Map.of()).hasCauseInstanceOf(WandbBadRequestException.class);
        refusal(URI, "{ nonsense }", Map.of())
                .cause()
                .isInstanceOf(WandbBadRequestException.class)
                .hasMessageContaining("nonsense")
                .hasMessageEndingWith("check the document and its variables");
        wandb.simulator().faults().add(Fault.errors("permission denied").times(1));
        refusal(URI, "{ viewer { username } }", Map.of()).hasCauseInstanceOf(WandbPermissionException.class);
        wandb.simulator().faults().add(Fault.partial("no such thing").times(1));
        refusal(URI, "{ viewer { username } }", Map.of())
                .hasMessageContaining("no such thing")
                .hasCauseInstanceOf(WandbBadRequestException.class);
    }

    @Test
    void aQueryIsAskedAgainAfterAFailureThatMayPass() {
        wandb.simulator().faults().add(Fault.status(503).on("Mine").times(1));

        assertThat(answer(URI, "query Mine { viewer { username } }", Map.of())
                        .getMessage()
                        .getBody())
                .isEqualTo(Map.of("viewer", Map.of("username", "simulator")));
        assertThat(requests("Mine")).isEqualTo(2);
    }

    @Test
    void aMutationIsNotAskedAgain() {
        String id = wandb.run("team/vision/r1").storageId();
        wandb.simulator().faults().add(Fault.status(503).on("Stop").times(1));

        refusal(URI, STOP, Map.of(WandbConstants.VARIABLES, Map.of("id", id)))
                .hasCauseInstanceOf(WandbUnavailableException.class);
        assertThat(requests("Stop")).isEqualTo(1);
    }

    @Test
    void aMutationIsDone() {
        var run = wandb.run("team/vision/r1");

        answer(URI, STOP, Map.of(WandbConstants.VARIABLES, Map.of("id", run.storageId())));

        assertThat(run.stopRequested()).isTrue();
    }
}
