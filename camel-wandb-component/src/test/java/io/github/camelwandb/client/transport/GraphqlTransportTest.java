// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.camelwandb.client.Clients.KEY;
import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphqlTransportTest {

    private static final String GOOD = "{\"data\":{\"viewer\":{\"username\":\"ann\"}}}";
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance().build();

    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void endThreads() {
        calls.shutdownNow();
        timer.shutdownNow();
    }

    private GraphqlTransport transport(HttpTransport.Limits limits) {
        return new GraphqlTransport(http(limits));
    }

    private HttpTransport http(HttpTransport.Limits limits) {
        return http(limits, calls);
    }

    private HttpTransport http(HttpTransport.Limits limits, ExecutorService calls) {
        return new HttpTransport(
                HttpUrl.get(server.baseUrl()),
                Credentials.resolve(KEY, Map.of(), server.baseUrl()),
                Map.of(),
                limits,
                new OkHttpClient(),
                new RequestGate(limits.maxConcurrentRequests(), Clock.systemUTC(), timer),
                calls,
                timer,
                Clock.systemUTC(),
                new Random(1));
    }

    private GraphqlTransport transport() {
        return transport(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 3, 8));
    }

    private static GraphqlOperation<String> operation(boolean repeatable) {
        return new GraphqlOperation<>(
                "Viewer",
                Map.of(),
                "team/vision",
                parser -> {
                    JsonNode data = parser.readValueAsTree();
                    if (data.path("viewer").isNull()) {
                        throw new WandbNotFoundException(
                                "nobody", new WandbException.Details(200, "Viewer", "team/vision", null), null);
                    }
                    return data.path("viewer").path("username").asText();
                },
                repeatable);
    }

    private static final GraphqlOperation<String> VIEWER = operation(true);

    private static void answers(ResponseDefinitionBuilder... responses) {
        String state = Scenario.STARTED;
        for (int i = 0; i < responses.length; i++) {
            String next = i + 1 < responses.length ? "after " + i : state;
            server.stubFor(any(anyUrl())
                    .inScenario("answers")
                    .whenScenarioStateIs(state)
                    .willReturn(responses[i])
                    .willSetStateTo(next));
            state = next;
        }
    }

    private static ResponseDefinitionBuilder good() {
        return aResponse().withHeader("Content-Type", "application/json").withBody(GOOD);
    }

    private static ResponseDefinitionBuilder error(int status, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"data\":null,\"errors\":[{\"message\":\"" + message + "\"}]}");
    }

    private static int requests() {
        return server.getAllServeEvents().size();
    }

    private WandbException failure() {
        return catchThrowableOfType(
                WandbException.class, () -> answer(transport().execute(VIEWER)));
    }

    // what is sent

    @Test
    void theKeyIsSentAsThePasswordOfTheUserApi() {
        answers(good());

        assertThat(answer(transport().execute(VIEWER))).isEqualTo("ann");

        String basic = Base64.getEncoder().encodeToString(("api:" + KEY).getBytes(StandardCharsets.UTF_8));
        server.verify(postRequestedFor(urlEqualTo("/graphql"))
                .withHeader("Authorization", equalTo("Basic " + basic))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(matchingJsonPath("$.operationName", equalTo("Viewer")))
                .withRequestBody(matchingJsonPath("$.variables", equalToJson("{}")))
                .withRequestBody(matchingJsonPath("$.query")));
    }

    // definite failures

    @ParameterizedTest
    @CsvSource({
        "400, WandbBadRequestException",
        "401, WandbAuthenticationException",
        "403, WandbPermissionException",
        "404, WandbNotFoundException",
        "409, WandbConflictException",
        "410, WandbNotFoundException",
        "413, WandbBadRequestException",
        "422, WandbBadRequestException",
        "501, WandbServerIncompatibleException"
    })
    void aDefiniteStatusFailsAtOnceWithItsKind(int status, String kind) {
        answers(error(status, "because"));

        WandbException failure = failure();

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.status()).hasValue(status);
        assertThat(failure.operation()).isEqualTo("Viewer");
        assertThat(failure.path()).isEqualTo("team/vision");
        assertThat(failure.serverMessage()).isEqualTo("because");
        assertThat(failure).hasMessageContaining("because");
        assertThat(requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"because\"}",
                "{\"error\":{\"message\":\"because\"}}",
                "{\"errors\":[\"because\"]}",
                "{\"errors\":[{\"message\":\"because\"}]}"
            })
    void theServersMessageIsFoundInEachOfItsForms(String body) {
        answers(aResponse().withStatus(400).withBody(body));

        assertThat(failure().serverMessage()).isEqualTo("because");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void aFieldThatTheServerDoesNotKnowMakesItIncompatible(int status) {
        answers(error(status, "Cannot query field \\\"x\\\" on type \\\"Run\\\"."));

        assertThat(failure())
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining("too old");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void aFieldThatTheCallersOwnDocumentMakesUpIsTheCallersMistake(int status) {
        answers(error(status, "Cannot query field \\\"x\\\" on type \\\"Run\\\"."));

        assertThat(refused(GraphqlOperation.OWN_DOCUMENT, Map.of()))
                .isInstanceOf(WandbBadRequestException.class)
                .hasMessageContaining("Cannot query field \"x\"")
                .hasMessageEndingWith("check the document and its variables");
    }

    @Test
    void aBadRequestSaysToCheckFilterAndOrderOnlyWhereThereAreSome() {
        answers(error(400, "because"));

        assertThat(refused("Runs", Map.of("filters", "{}"))).hasMessageEndingWith("such as filter and order");
        assertThat(refused("RewindRun", Map.of())).hasMessageEndingWith("because): check what was asked");
    }

    private WandbException refused(String operation, Map<String, Object> variables) {
        GraphqlOperation<String> asked =
                new GraphqlOperation<>(operation, variables, "team/vision", parser -> "not reached");
        return catchThrowableOfType(
                WandbException.class, () -> answer(transport().execute(asked, "query Any { viewer { id } }")));
    }

    @Test
    void anErrorBesideDataIsAFailure() {
        answers(aResponse()
                .withBody("{\"data\":{\"viewer\":{\"username\":\"ann\"}},\"errors\":[{\"message\":\"half of it\"}]}"));

        assertThat(failure()).isInstanceOf(WandbBadRequestException.class).hasMessageContaining("half of it");
    }

    @Test
    void whatIsMissingBesideAnErrorIsNotKnownToBeMissing() {
        answers(aResponse().withBody("{\"data\":{\"viewer\":null},\"errors\":[{\"message\":\"permission denied\"}]}"));

        assertThat(failure()).isInstanceOf(WandbPermissionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"context deadline exceeded", "internal server error", "internal system error", "internal"})
    void anErrorBesideDataThatMayPassIsRepeated(String message) {
        answers(
                aResponse().withBody("{\"data\":{\"viewer\":null},\"errors\":[{\"message\":\"" + message + "\"}]}"),
                good());

        assertThat(answer(transport().execute(VIEWER))).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>Sign in</body></html>", "", "[]", "{}", "{\"data\":nonsense}"})
    void anAnswerThatIsNotOfTheApiMakesTheServerIncompatible(String body) {
        answers(aResponse().withBody(body));

        assertThat(failure())
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining(server.baseUrl())
                .hasMessageContaining("check baseUrl")
                .hasMessageNotContaining("Sign in");
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void ofAnErrorPageNothingIsQuotedAndOnlyItsBeginningRead() {
        answers(aResponse().withStatus(400).withBody("<html>" + "x".repeat(1_000_000)));

        assertThat(failure().getMessage()).hasSizeLessThan(200);
    }

    @Test
    void aRedirectIsNotFollowed() {
        answers(aResponse().withStatus(302).withHeader("Location", "https://elsewhere.example/login?next=1"));

        assertThat(failure())
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasMessageContaining("https://elsewhere.example:443,")
                .hasMessageNotContaining("next=1");
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aReaderThatDoesNotUnderstandTheDataMakesTheServerIncompatible() {
        answers(good());
        GraphqlOperation<String> operation = new GraphqlOperation<>("Viewer", Map.of(), "team/vision", parser -> {
            throw new IllegalArgumentException("no such form");
        });

        assertThatThrownBy(() -> answer(transport().execute(operation)))
                .isInstanceOf(WandbServerIncompatibleException.class)
                .hasRootCauseMessage("no such form");
    }

    // failures that may pass

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void aStatusThatMayPassIsRepeated(int status) {
        answers(error(status, "sorry"), error(status, "sorry"), good());

        assertThat(answer(transport().execute(VIEWER))).isEqualTo("ann");
        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void theLastOfSoManyAttemptsIsTheFailure() {
        answers(error(503, "one"), error(503, "two"), error(502, "three"), good());

        assertThat(failure()).isInstanceOf(WandbUnavailableException.class).hasMessageContaining("HTTP 502: three");
        assertThat(requests()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aConnectionThatBreaksIsRepeated(Fault fault) {
        answers(aResponse().withFault(fault), good());

        assertThat(answer(transport().execute(VIEWER))).isEqualTo("ann");
    }

    @Test
    void anAnswerThatIsCutIsRepeated() {
        answers(aResponse().withBody(GOOD.substring(0, 25)), good());

        assertThat(answer(transport().execute(VIEWER))).isEqualTo("ann");
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        GraphqlTransport nowhere = new GraphqlTransport(new HttpTransport(
                HttpUrl.get("http://127.0.0.1:1"),
                Credentials.resolve(KEY, Map.of(), "http://127.0.0.1:1"),
                Map.of(),
                new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 2, 1),
                new OkHttpClient(),
                new RequestGate(1, Clock.systemUTC(), timer),
                calls,
                timer,
                Clock.systemUTC(),
                new Random(1)));

        assertThatThrownBy(() -> answer(nowhere.execute(VIEWER)))
                .isInstanceOf(WandbUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void onceIsOnce() {
        answers(error(503, "sorry"), good());

        assertThatThrownBy(() -> answer(transport().executeOnce(VIEWER))).isInstanceOf(WandbUnavailableException.class);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void whatMustNotBeDoneTwiceIsRepeatedOnlyIfItWasNotDone() {
        answers(error(429, "later").withHeader("Retry-After", "0"), error(503, "sorry"), good());

        assertThatThrownBy(() -> answer(transport().execute(operation(false))))
                .isInstanceOf(WandbUnavailableException.class);
        assertThat(requests()).isEqualTo(2);
    }

    // time

    @Test
    void whatMustNotBeDoneTwiceIsNotRepeatedBecauseTheServerNamesNoWait() {
        answers(error(503, "perhaps it was done").withHeader("Retry-After", "0"), good());

        assertThatThrownBy(() -> answer(transport().execute(operation(false))))
                .isInstanceOf(WandbUnavailableException.class)
                .hasMessageContaining("perhaps it was done");
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void anAttemptThatTakesTooLongIsRepeated() {
        answers(good().withFixedDelay(60_000), good());
        GraphqlTransport impatient =
                transport(new HttpTransport.Limits(Duration.ofMillis(500), LONG, Duration.ofMillis(1), 10, 8));

        assertThat(answer(impatient.execute(VIEWER))).isEqualTo("ann");
    }

    @Test
    void theDeadlineEndsARequestThatHangs() {
        answers(good().withFixedDelay(60_000));
        GraphqlTransport transport =
                transport(new HttpTransport.Limits(LONG, Duration.ofMillis(200), Duration.ofMillis(1), 3, 1));

        assertThatThrownBy(() -> answer(transport.execute(VIEWER)))
                .isInstanceOf(WandbUnavailableException.class)
                .hasMessageContaining("did not succeed within 0.2 s");
    }

    @Test
    void theDeadlineEndsTheWaitForABetterTimeAndTellsTheLastFailure() {
        answers(error(503, "sorry"));
        GraphqlTransport transport = transport(new HttpTransport.Limits(LONG, Duration.ofSeconds(2), LONG, 3, 1));

        assertThatThrownBy(() -> answer(transport.execute(VIEWER)))
                .isInstanceOf(WandbUnavailableException.class)
                .hasMessageContaining("did not succeed within 2.0 s")
                .hasMessageContaining("HTTP 503: sorry");
    }

    @Test
    void aRequestThatIsCancelledMakesRoomForTheNext() {
        answers(good().withFixedDelay(60_000), good());
        GraphqlTransport narrow = transport(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 3, 1));
        CompletableFuture<String> hanging = narrow.execute(VIEWER);
        await().until(() ->
                server.getAllScenarios().getScenarios().get(0).getState().equals("after 0"));
        CompletableFuture<String> waiting = narrow.execute(VIEWER);

        hanging.cancel(true);

        assertThat(answer(waiting)).isEqualTo("ann");
    }

    @Test
    void whatWaitsForAnAnswerDoesNotTakeTheRoomOfAnother() {
        answers(good());
        GraphqlTransport narrow = transport(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 3, 1));

        CompletableFuture<String> both = narrow.execute(VIEWER)
                .thenApply(first -> first + narrow.execute(VIEWER).join());

        assertThat(answer(both)).isEqualTo("annann");
    }

    @Test
    void closingEndsWhatIsUnderWayAndWhatComesLater() {
        answers(good().withFixedDelay(60_000));
        HttpTransport http = http(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 3, 8));
        GraphqlTransport transport = new GraphqlTransport(http);
        CompletableFuture<String> hanging = transport.execute(VIEWER);

        http.close();

        for (CompletableFuture<String> future : List.of(hanging, transport.execute(VIEWER))) {
            assertThatThrownBy(() -> answer(future))
                    .isInstanceOf(WandbUnavailableException.class)
                    .hasMessageContaining("closed");
        }
    }

    // the rate limit

    private static long millisBetweenFirstAndLastRequest() {
        List<Long> times = server.getAllServeEvents().stream()
                .map(ServeEvent::getRequest)
                .map(request -> request.getLoggedDate().getTime())
                .sorted(Comparator.naturalOrder())
                .toList();
        return times.get(times.size() - 1) - times.get(0);
    }

    @Test
    void aServerThatLimitsTheRateIsAskedAgainAfterThePauseItWants() {
        answers(error(429, "later").withHeader("Retry-After", "1.5"), good());

        assertThat(answer(transport().execute(VIEWER))).isEqualTo("ann");
        assertThat(millisBetweenFirstAndLastRequest()).isGreaterThanOrEqualTo(1500);
    }

    @Test
    void whenTheLimitIsUsedUpAllOthersWaitForItsReset() {
        answers(good().withHeader("RateLimit-Remaining", "0").withHeader("RateLimit-Reset", "1"), good());
        GraphqlTransport transport = transport();

        answer(transport.execute(VIEWER));
        answer(transport.execute(operation(false)));

        assertThat(millisBetweenFirstAndLastRequest()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void aPauseThatIsLongerThanTheDeadlineIsARateLimit() {
        answers(error(429, "later").withHeader("RateLimit-Remaining", "0").withHeader("RateLimit-Reset", "300"));
        GraphqlTransport transport =
                transport(new HttpTransport.Limits(LONG, Duration.ofSeconds(1), Duration.ofMillis(1), 3, 8));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> answer(transport.execute(VIEWER)))
                    .isInstanceOfSatisfying(
                            WandbRateLimitedException.class,
                            failure -> assertThat(failure.retryAfter()).isPresent());
        }
        assertThat(requests()).isEqualTo(1);
    }

    // the key

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 500})
    void theKeyIsInNoTextEvenIfTheServerRepeatsIt(int status) {
        String basic = Base64.getEncoder().encodeToString(("api:" + KEY).getBytes(StandardCharsets.UTF_8));
        answers(error(status, "not with " + KEY + " or Basic " + basic));

        WandbException failure = failure();

        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertThat(text.toString() + failure.serverMessage())
                .contains("not with xxxxxx or Basic xxxxxx")
                .doesNotContain(KEY, basic);
    }

    @Test
    void aKeyThatIsRefusedIsNamedByItsSource() {
        answers(error(401, "no"));

        assertThat(failure())
                .isInstanceOf(WandbAuthenticationException.class)
                .hasMessageContaining("the key of the option apiKey");
    }

    @Test
    void whateverAReaderFailsWithEndsTheRequest() {
        answers(aResponse().withBody(GOOD), aResponse().withBody(GOOD));
        GraphqlTransport transport = transport(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 3, 1));
        GraphqlOperation<String> failing = new GraphqlOperation<>("Viewer", Map.of(), "team/vision", parser -> {
            throw new StackOverflowError("simulated");
        });

        CompletableFuture<String> answer = transport.execute(failing);

        await().until(answer::isDone);
        assertThatThrownBy(answer::join).hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(transport.execute(VIEWER).join()).isEqualTo("ann");
    }

    @Test
    void aRequestForWhichThereIsNoThreadFailsAndKeepsNoPlaceFromOthers() {
        answers(good());
        ExecutorService scarce = withoutThreadAtFirst();
        try {
            GraphqlTransport transport = new GraphqlTransport(
                    http(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 1, 1), scarce));

            assertThat(transport.execute(VIEWER))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("there is no thread");
            assertThat(transport.execute(VIEWER)).succeedsWithin(Duration.ofSeconds(20));
        } finally {
            scarce.shutdownNow();
        }
    }

    private static ExecutorService withoutThreadAtFirst() {
        AtomicInteger failing = new AtomicInteger(1);
        return new ThreadPoolExecutor(0, 100, 1, TimeUnit.MINUTES, new SynchronousQueue<>()) {
            @Override
            public void execute(Runnable work) {
                if (failing.getAndDecrement() > 0) {
                    throw new InternalError("simulated: there is no thread");
                }
                super.execute(work);
            }
        };
    }

    @Test
    void aTransferForWhichThereIsNoThreadFailsAndKeepsNoPlaceFromOthers() {
        answers(good());
        ExecutorService scarce = withoutThreadAtFirst();
        try {
            StorageTransport storage = http(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 1, 1), scarce)
                    .storage();

            assertThat(transfer(storage))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("there is no thread");
            assertThat(transfer(storage)).succeedsWithin(Duration.ofSeconds(20));
        } finally {
            scarce.shutdownNow();
        }
    }

    private static CompletableFuture<Integer> transfer(StorageTransport storage) {
        Request request = new Request.Builder().url(server.baseUrl()).build();
        return storage.repeat(
                () -> storage.send(new StorageCall<>("ReadFile", "team/vision/r1/a.txt", request, Response::code)));
    }

    @Test
    void whatIsToBeTransferredAfterTheEndFails() {
        HttpTransport http = http(new HttpTransport.Limits(LONG, LONG, Duration.ofMillis(1), 3, 8));
        http.close();
        timer.shutdownNow();

        assertThat(transfer(http.storage()))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("closed");
    }
}
