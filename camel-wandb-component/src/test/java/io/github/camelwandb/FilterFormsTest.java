// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of a filter in a URI, as the page describes them, and what becomes of the signs that URIs have a use for. */
class FilterFormsTest extends CamelTestSupport {

    private static final String KEY = "0123456789012345678901234567890123456789";

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        Properties properties = new Properties();
        properties.setProperty("team", "acme");
        properties.setProperty("ours", "{\"loss\":{\"$lt\":0.5}}");
        properties.setProperty("ours.apart", "{\"loss\":{\"$lt\":0.5} }");
        return properties;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"loss":{"$lt":0.5}}      | {"loss":{"$lt":0.5}}
            RAW({"group":"a+b"})      | {"group":"a+b"}
            RAW({"group":"a&b"})      | {"group":"a&b"}
            RAW({"group":"50%20"})    | {"group":"50%20"}
            {"group":"a%2Bb"}         | {"group":"a b"}
            {"group":"f(x) y"}        | {"group":"f(x) y"}
            {"group":"a+b"}           | {"group":"a b"}
            """)
    void jsonInAUri(String option, String meant) throws Exception {
        assertThat(filterOf("wandb:acme/vision?filter=" + option)).isEqualTo(meant);
        assertThat(filterInYaml("wandb:acme/vision", option)).isEqualTo(meant);
    }

    @Test
    void bracesOfJsonAreSetApartFromThoseOfAPlaceholder() {
        assertThat(filterOf("wandb:acme/vision?filter={\"config\":{\"team\":\"{{team}}\"} }"))
                .isEqualTo("{\"config\":{\"team\":\"acme\"}}");
        assertThatThrownBy(() -> filterOf("wandb:acme/vision?filter={\"config\":{\"team\":\"{{team}}\"}}"))
                .hasMessageContaining("Missing {{ from the text");
    }

    @Test
    void soTheyAreInTheValueOfAPlaceholder() {
        assertThat(filterOf("wandb:acme/vision?filter={{ours.apart}}")).isEqualTo("{\"loss\":{\"$lt\":0.5}}");
        assertThatThrownBy(() -> filterOf("wandb:acme/vision?filter={{ours}}"))
                .hasMessageContaining("Missing {{ from the text");
    }

    @Test
    void aFilterInAFileOnTheClassPathOrInTheRegistryKnowsNoTraps() {
        context.getRegistry().bind("ours", Map.of("group", "a+b&c"));

        assertThat(filterOf("wandb:acme/vision?filter=#bean:ours")).isEqualTo("{\"group\":\"a+b&c\"}");
        assertThat(filterOf("wandb:acme/vision?filter=resource:classpath:filters/ours.json"))
                .isEqualTo("{\"summary_metrics.loss\":{\"$lt\":0.5}}");
        assertThat(filterOf("wandb:acme/vision?filter=resource:file:src/test/resources/filters/ours.json"))
                .isEqualTo("{\"summary_metrics.loss\":{\"$lt\":0.5}}");
    }

    private String filterOf(String uri) {
        return filterOf(context.getEndpoint(uri, WandbEndpoint.class));
    }

    private String filterOf(WandbEndpoint endpoint) {
        return new RunFilters(context, endpoint.getConfiguration(), Clock.systemUTC())
                .get()
                .toJson();
    }

    private String filterInYaml(String uri, String filter) throws Exception {
        String yaml = """
                - route:
                    id: following
                    autoStartup: false
                    from:
                      uri: %s
                      parameters:
                        apiKey: %s
                        filter: '%s'
                      steps:
                        - to: mock:rows
                """.formatted(uri, KEY, filter);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("following.yaml", yaml));
        return filterOf((WandbEndpoint) context.getRoute("following").getEndpoint());
    }
}
