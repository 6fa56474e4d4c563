// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.operations.ExamplePlace.Performed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No header of an exchange goes to the server, and none of the server's comes into an exchange, whatever they are called. */
class HeadersStayTest {

    /** What an HTTP server in front of the route, another component or a consumer of ours may have left in a message. */
    private static final Map<String, Object> HOSTILE = Map.ofEntries(
            Map.entry("Authorization", "Bearer stolen"),
            Map.entry("Proxy-Authorization", "Bearer stolen"),
            Map.entry("Host", "evil.example"),
            Map.entry("Content-Length", "7"),
            Map.entry("Content-Type", "text/evil"),
            Map.entry("Content-Encoding", "gzip"),
            Map.entry("Transfer-Encoding", "chunked"),
            Map.entry("Accept", "text/evil"),
            Map.entry("Cookie", "session=evil"),
            Map.entry("User-Agent", "evil"),
            Map.entry("X-Forwarded-Host", "evil.example"),
            Map.entry("X-WANDB-USERNAME", "evil"),
            Map.entry(Exchange.HTTP_METHOD, "DELETE"),
            Map.entry(Exchange.HTTP_URI, "http://evil.example"),
            Map.entry(Exchange.HTTP_PATH, "/evil"),
            Map.entry(Exchange.HTTP_QUERY, "evil=1"),
            Map.entry(WandbConstants.ENTITY, "evil"),
            Map.entry(WandbConstants.PROJECT, "evil"),
            Map.entry(WandbConstants.RUN_ID, "evil"),
            Map.entry(WandbConstants.STEP, 666L),
            Map.entry(WandbConstants.ROW_KEY, "evil"));

    private static final Map<String, String> ANSWERS = Map.of(
            "Set-Cookie",
            "session=evil",
            "X-Evil",
            "evil",
            "Authorization",
            "Bearer stolen",
            Exchange.HTTP_METHOD,
            "DELETE",
            Exchange.FILE_NAME,
            "evil",
            WandbConstants.OPERATION,
            "deleteRun",
            WandbConstants.OVERRIDE_RUN_ID,
            "evil",
            WandbConstants.RUN_ID,
            "evil");

    /** Nothing strange happens here. */
    private static ExamplePlace plain;

    /** The same happens here, but for the headers. */
    private static ExamplePlace hostile;

    private static ExamplePlace another;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        plain = new ExamplePlace(ExampleForm.YAML, folder);
        hostile = new ExamplePlace(ExampleForm.YAML, folder);
        another = new ExamplePlace(ExampleForm.YAML, folder);
    }

    @AfterAll
    static void stop() {
        Stream.of(plain, hostile, another).forEach(ExamplePlace::close);
    }

    @ParameterizedTest
    @EnumSource(WandbOperation.class)
    void whatIsInAnExchangeIsNotSentAndLeadsNowhere(WandbOperation operation) {
        Performed expected = plain.perform(operation, Map.of());
        Performed done = hostile.perform(operation, HOSTILE);

        assertThat(done.failure()).isNull();
        assertThat(requests(hostile, done)).isEqualTo(requests(plain, expected));
        assertThat(done.truth()).isEqualTo(expected.truth());
        Map<String, Object> kept = new LinkedHashMap<>(HOSTILE);
        kept.putAll(expected.headers());
        assertThat(done.headers()).isEqualTo(kept);
    }

    @ParameterizedTest
    @EnumSource(WandbOperation.class)
    void whatTheServerSaysIsNotInTheExchangeNorSentBack(WandbOperation operation) throws IOException {
        hostile.simulator().answerHeaders(ANSWERS);
        Performed expected = plain.perform(operation, Map.of());
        Performed done = hostile.perform(operation, Map.of());

        assertThat(done.failure()).isNull();
        assertThat(done.headers()).isEqualTo(expected.headers());
        assertThat(requests(hostile, done)).isEqualTo(requests(plain, expected));
        Set<String> added = new TreeSet<>(done.headers().keySet());
        added.removeAll(ExampleRoute.of(operation).headers());
        assertThat(added).isSubsetOf(documented());
    }

    static Stream<WandbOperation> destructive() {
        return Arrays.stream(WandbOperation.values())
                .filter(operation -> operation.access() == WandbOperation.Access.DESTRUCTIVE)
                .filter(operation -> operation != WandbOperation.graphql);
    }

    /** Also not to the project in which it destroys anyway: what a message may say does not depend on the value. */
    @ParameterizedTest
    @MethodSource("destructive")
    void noMessageSaysInWhichProjectSomethingIsDestroyed(WandbOperation operation) {
        for (Map.Entry<String, Object> header : Map.<String, Object>of(
                        WandbConstants.OVERRIDE_ENTITY, "acme",
                        WandbConstants.OVERRIDE_PROJECT, "vision")
                .entrySet()) {
            Performed refused = another.perform(operation, Map.ofEntries(header));

            assertThat(refused.failure())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(header.getKey());
            assertThat(refused.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopRun", "rewindRun", "deleteFile"})
    void aMessageSaysInWhichRunSomethingIsDestroyed(String operation) {
        Performed there =
                another.perform(WandbOperation.valueOf(operation), Map.of(WandbConstants.OVERRIDE_RUN_ID, "not-there"));

        assertThat(there.failure()).hasMessageContaining("acme/vision/not-there");
    }

    /** Addresses of files are signed, anew each time, and each place has a port of its own. */
    private static List<ExamplePlace.Asked> requests(ExamplePlace place, Performed performed) {
        String host = place.simulator().baseUrl().replace("http://", "");
        return performed.requests().stream()
                .map(asked -> {
                    Map<String, String> headers = new LinkedHashMap<>(asked.headers());
                    headers.replace("host", host, "the server");
                    return new ExamplePlace.Asked(
                            asked.operation(), asked.path().replaceAll("\\?.*", ""), asked.variables(), headers);
                })
                .toList();
    }

    /** Of the component, and those of Camel's that say what a body is. */
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>(Set.of(Exchange.FILE_NAME, Exchange.FILE_LENGTH));
        try (InputStream descriptor =
                HeadersStayTest.class.getResourceAsStream("/META-INF/io/github/camelwandb/wandb.json")) {
            new ObjectMapper().readTree(descriptor).get("headers").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }
}
