// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.model.Viewer;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route that has no key, but the token of an identity provider. */
class IdentityTokenTest {

    private static final String JWT = "header0123.payload0123.signature0123";

    @TempDir
    Path folder;

    private final ShiftedClock clock = new ShiftedClock();
    private final WandbSimulator simulator =
            WandbSimulator.builder().clock(clock).start();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final WandbComponent component = new WandbComponent();
    private Path file = Path.of("");

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(folder.resolve("token"), JWT + "\n");
        simulator.trustIdentityToken(JWT, Duration.ofHours(1));
        component.setClock(clock);
        component.setEnvironment(Map.of());
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setIdentityTokenFile(file.toString());
        camel.addComponent("wandb", component);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        simulator.close();
    }

    private Viewer ask() {
        return camel.createProducerTemplate().requestBody("wandb:-/-?operation=viewer", null, Viewer.class);
    }

    private List<RecordedRequest> exchanges() {
        return simulator.requests("oidc_token");
    }

    @Test
    void accessIsAskedForOnceAndUsedForAllRequests() {
        assertThat(ask().username()).isEqualTo("simulator");
        ask();

        assertThat(exchanges()).hasSize(1);
        assertThat(exchanges().get(0).headers().keySet()).doesNotContain("authorization", "Authorization");
        assertThat(simulator
                        .requests()
                        .get(simulator.requests().size() - 1)
                        .headers()
                        .toString())
                .contains("authorization=Bearer");
    }

    @Test
    void requestsAtTheSameTimeShareTheQuestion() {
        CompletableFuture<?>[] asking = IntStream.range(0, 8)
                .mapToObj(i -> camel.createProducerTemplate().asyncRequestBody("wandb:-/-?operation=viewer", ""))
                .toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(asking).join();

        assertThat(exchanges()).hasSize(1);
    }

    @Test
    void accessIsRenewedBeforeItEndsWithTheTokenThatIsInTheFileThen() throws IOException {
        ask();
        String renewed = "header4567.payload4567.signature4567";
        Files.writeString(file, renewed);
        simulator.trustIdentityToken(renewed, Duration.ofHours(1));

        clock.advance(Duration.ofMinutes(50));
        ask();
        assertThat(exchanges()).hasSize(1);
        clock.advance(Duration.ofMinutes(6));
        ask();

        await().untilAsserted(() -> assertThat(exchanges()).hasSize(2));
    }

    @Test
    void whereItCannotBeRenewedTheOldOneIsUsedToItsEnd() {
        component.setMaxAttempts(1);
        ask();
        simulator.faults().add(Fault.status(503).on("oidc_token"));

        clock.advance(Duration.ofMinutes(56));
        ask();
        clock.advance(Duration.ofMinutes(5));

        assertThatThrownBy(this::ask).hasStackTraceContaining("HTTP 503");
    }

    @Test
    void nobodyWaitsForTheNewOneWhileTheOldOneIsGood() {
        component.setRequestDeadline(3_000);
        ask();
        simulator.faults().add(Fault.hang().on("oidc_token"));

        clock.advance(Duration.ofMinutes(56));

        assertThat(ask().username()).isEqualTo("simulator");
    }

    @Test
    void whoWaitsForAccessInVainIsNotToldToLetMoreThrough() {
        component.setRequestDeadline(1_000);
        simulator.faults().add(Fault.hang().on("oidc_token"));

        assertThatThrownBy(this::ask)
                .cause()
                .hasMessageContaining("did not succeed within 1.0 s")
                .message()
                .doesNotContain("maxConcurrentRequests");
    }

    @Test
    void accessThatTheServerHasForgottenIsAskedForAnew() {
        ask();
        simulator.faults().add(Fault.status(401).on("Viewer").times(1));
        assertThatThrownBy(this::ask).hasStackTraceContaining(WandbAuthenticationException.class.getName());

        assertThat(ask().username()).isEqualTo("simulator");

        assertThat(exchanges()).hasSize(2);
    }

    @Test
    void aTokenThatIsNotTrustedIsRefusedOnceAndAppearsNowhere() {
        simulator.trustIdentityToken("header8901.payload8901.signature8901", Duration.ofHours(1));

        assertThatThrownBy(this::ask)
                .hasStackTraceContaining(WandbAuthenticationException.class.getName())
                .hasStackTraceContaining("the identity token of the option identityTokenFile")
                .hasStackTraceContaining("check that the identity token in the file is not out of date")
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain(JWT));
        assertThat(exchanges()).hasSize(1);
    }

    @Test
    void accessThatIsGivenInAnotherFormThanJsonAppearsNowhere() {
        String access = "access_0123456789abcdef0123456789abcdef";
        simulator.faults().add(Fault.status(200, access).on("oidc_token"));

        assertThatThrownBy(this::ask)
                .hasStackTraceContaining("is not the API of W&B")
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("access_0123"));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        Files.delete(file);

        assertThatThrownBy(this::ask).hasStackTraceContaining(file.toString());
    }

    @Test
    void anEmptyFileIsNamedAndNothingIsAsked() throws IOException {
        Files.writeString(file, " \n");

        assertThatThrownBy(this::ask).hasStackTraceContaining("The file of the identity token, " + file + ", is empty");
        assertThat(simulator.requests()).isEmpty();
    }

    @Test
    void aKeyAndATokenTogetherAreRefused() {
        component.getConfiguration().setApiKey(simulator.apiKey());

        assertThatThrownBy(this::ask).hasStackTraceContaining("apiKey").hasStackTraceContaining("identityTokenFile");
    }
}
