// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URI says, before any server is asked. */
class EndpointsTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef01234567";

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void close() throws IOException {
        camel.close();
    }

    private WandbConfiguration configuration(String uri) {
        return camel.getEndpoint(uri, WandbEndpoint.class).getConfiguration();
    }

    @ParameterizedTest
    @CsvSource({
        "wandb:acme/vision, acme, vision,",
        "wandb:acme/vision/1a2b3c4d, acme, vision, 1a2b3c4d",
        "wandb:acme/vision/runs/1a2b3c4d, acme, vision, 1a2b3c4d",
        "wandb:-/vision, -, vision,"
    })
    void thePathNamesEntityProjectAndRun(String uri, String entity, String project, String runId) {
        WandbConfiguration read = configuration(uri);

        assertThat(read.getEntity()).isEqualTo(entity);
        assertThat(read.getProject()).isEqualTo(project);
        assertThat(read.getRunId()).isEqualTo(runId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wandb:acme", "wandb:acme/", "wandb:acme/vision/sweeps/s1", "wandb:a/b/c/d/e"})
    void anotherPathIsRefusedAndAGoodOneShown(String uri) {
        assertThatThrownBy(() -> camel.getEndpoint(uri))
                .hasStackTraceContaining("'" + uri.substring("wandb:".length()) + "' is not entity/project")
                .hasStackTraceContaining("wandb:acme/vision");
    }

    @ParameterizedTest
    @CsvSource({
        "stream=rows, stream",
        "operation=getRuns, operation",
        "keysMode=some, keysMode",
        "maxConcurrentRuns=many, maxConcurrentRuns",
        "startform=latest, startform"
    })
    void anOptionThatIsUnknownOrCannotBeUnderstoodIsNamed(String option, String name) {
        assertThatThrownBy(() -> camel.getEndpoint("wandb:acme/vision?" + option))
                .hasStackTraceContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requestTimeout", "requestDeadline", "maxAttempts", "maxConcurrentRequests"})
    void aLimitThatLetsNoRequestThroughIsRefused(String limit) {
        Endpoint endpoint = camel.getEndpoint("wandb:acme/vision?apiKey=" + KEY);
        PropertyBindingSupport.bindProperties(camel, camel.getComponent("wandb"), new HashMap<>(Map.of(limit, "0")));

        assertThatThrownBy(endpoint::createProducer)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(limit + "=0 must be 1 or more");
    }

    @Test
    void aFilterThatIsABeanButNoMapIsRefused() {
        camel.getRegistry().bind("ours", "{\"state\":\"running\"}");

        assertThatThrownBy(() -> camel.getEndpoint("wandb:acme/vision?filter=#bean:ours"))
                .hasStackTraceContaining("filter=#bean:ours is a java.lang.String: it must be a Map");
    }

    @Test
    void theTextOfAnEndpointHidesTheKey() {
        assertThat(camel.getEndpoint("wandb:acme/vision?apiKey=" + KEY))
                .asString()
                .doesNotContain(KEY);
    }

    @Test
    void withoutAKeyTheStartSaysInOneSentenceWhereItWasLookedForAndWhatToDo() throws Exception {
        WandbComponent component = new WandbComponent();
        component.setEnvironment(Map.of("NETRC", "/nowhere/netrc"));
        camel.addComponent("wandb", component);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wandb:acme/vision").to("log:rows");
            }
        });

        assertThatThrownBy(camel::start)
                .rootCause()
                .hasMessageContainingAll(
                        "No API key for api.wandb.ai", "apiKey", "WANDB_API_KEY", "/nowhere/netrc", "wandb login")
                .message()
                .doesNotContain("\n");
    }
}
