// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbAuthenticationException;
import io.github.camelwandb.client.WandbBadRequestException;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbConflictException;
import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each fault at each request of each operation: what a route sees, and what W&amp;B holds afterwards. With {@code -Dwandb.docs.update=true}
 * it writes the page.
 */
class OperationsUnderFaultsTest extends SimulatedWandbTestSupport {

    private static final Path PAGE = Path.of("..", "docs", "operations-under-faults.md");

    private static final String HEAD = """
            # What an operation comes to when a request fails

            Each request that an operation makes meets each fault: one of 4xx each time it is made, any other once. Written by
            `OperationsUnderFaultsTest`; see `CONTRIBUTING.md`.

            * *ok*: the exchange goes on; *again*: so it does, and the request was made again.
            * Any other word is the exception that the exchange fails with: *authentication* is the `WandbAuthenticationException`, *argument* the
              `IllegalArgumentException`, and so on. The request was not made again.
            * `file` is a request to the storage of files, which is asked once more, at a fresh address, when it says 401 or 403.
            * *but done*: W&B holds what was to be written, although the exchange failed. Otherwise it holds what it did before.
            * Nothing is ever done twice, or half.
            * 429 is an answer with `Retry-After`; 5xx each of 500, 502, 503 and 504, which come to the same; *cut before* is a connection that is
              reset before the server has done anything, *cut after* one that ends amid the answer, when it has.

            """;

    private static final Map<Integer, Class<? extends WandbException>> REFUSALS = refusals();

    private static final Map<Integer, Class<? extends WandbException>> STORAGE_REFUSALS = Map.of(
            401, WandbPermissionException.class,
            403, WandbPermissionException.class,
            404, WandbNotFoundException.class,
            409, WandbBadRequestException.class,
            410, WandbNotFoundException.class);

    private static final Map<WandbOperation, String> ROWS =
            Collections.synchronizedMap(new EnumMap<>(WandbOperation.class));

    private int worlds;

    private static Map<Integer, Class<? extends WandbException>> refusals() {
        Map<Integer, Class<? extends WandbException>> refusals = new LinkedHashMap<>();
        refusals.put(401, WandbAuthenticationException.class);
        refusals.put(403, WandbPermissionException.class);
        refusals.put(404, WandbNotFoundException.class);
        refusals.put(409, WandbConflictException.class);
        refusals.put(410, WandbNotFoundException.class);
        return refusals;
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getCamelContextExtension()
                .setErrorHandlerFactory(new DefaultErrorHandlerDefinition().logExhausted(false));
        use(
                camel,
                wandb.simulator(),
                WandbClient.builder()
                        .clock(clock)
                        .maxAttempts(3)
                        .firstWait(Duration.ofMillis(5))
                        .deadline(Duration.ofSeconds(20)));
        return camel;
    }

    /** What came of an operation. */
    private record Outcome(
            Exchange exchange, List<Asked> requests, Map<String, Object> before, Map<String, Object> after) {
        boolean isFailed() {
            return exchange.getException() != null;
        }

        long count(String request) {
            return requests.stream()
                    .filter(asked -> asked.name().equals(request))
                    .count();
        }
    }

    /**
     * A request.
     *
     * @param nth of this name, from 0
     */
    private record Asked(String name, int nth) {
        Fault meets(Fault fault) {
            return fault.on(name).after(nth);
        }

        private boolean isOfStorage() {
            return Set.of("file", "artifact_file", "artifact_manifest").contains(name);
        }

        /** The key does not go to the storage, which therefore has nothing to say about it. */
        Class<? extends WandbException> refusal(int status) {
            return isOfStorage() ? STORAGE_REFUSALS.get(status) : REFUSALS.get(status);
        }

        /** The address of a file may have expired: there is another one. */
        int tries(int status) {
            return isOfStorage() && (status == 401 || status == 403) ? 2 : 1;
        }

        @Override
        public String toString() {
            return nth == 0 ? name : name + " (" + (nth + 1) + ")";
        }
    }

    @ParameterizedTest
    @EnumSource(WandbOperation.class)
    void nothingIsDoneTwiceOrHalfAndThePageSaysWhatHappens(WandbOperation operation) throws Exception {
        perform(operation, null); // what a server can do is asked once
        Outcome works = perform(operation, null);
        assertThat(works.exchange().getException()).isNull();
        if (operation.access() == WandbOperation.Access.READ) {
            assertThat(works.after()).isEqualTo(works.before());
        }

        StringBuilder rows = new StringBuilder();
        for (Asked request : works.requests()) {
            boolean isFirst = rows.isEmpty();
            rows.append("| ")
                    .append(isFirst ? "`" + operation + "`" : "")
                    .append(" | ")
                    .append(request)
                    .append(" | ")
                    .append(isFirst ? wrongInput(operation) : "");
            for (int status : REFUSALS.keySet()) {
                rows.append(" | ").append(refused(operation, works, request, status));
            }
            rows.append(" | ").append(limited(operation, works, request));
            rows.append(" | ").append(unavailable(operation, works, request));
            for (Fault fault : List.of(Fault.connectionReset(), Fault.truncatedBody())) {
                rows.append(" | ").append(failed(operation, works, request, fault));
            }
            rows.append(" |\n");
        }
        ROWS.put(operation, rows.toString());
        if (!isUpdating()) {
            assertThat(Files.readString(PAGE)).contains(rows);
        }
    }

    /** A message that cannot be understood is refused before anything is asked. */
    private String wrongInput(WandbOperation operation) {
        WrongInput wrong = WrongInput.of(operation);
        if (wrong == null) {
            return "";
        }
        ExampleWorld world = ExampleWorld.in(wandb.simulator(), "c" + worlds++);
        String uri = ExampleRoute.of(operation).about(world.name()).uri();
        Map<String, Object> before = world.truth();
        wandb.simulator().forgetRequests();

        Exchange exchange = template.request(uri, wrong::fill);

        assertThat(exchange.getException())
                .as("%s with %s", operation, wrong)
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(asked()).extracting(Asked::name).isSubsetOf("Viewer");
        assertThat(world.truth()).isEqualTo(before);
        return "argument";
    }

    private String refused(WandbOperation operation, Outcome works, Asked request, int status) throws Exception {
        Outcome outcome = perform(operation, request.meets(Fault.status(status)));

        String what = operation + ", " + request + " with " + status;
        if (!outcome.isFailed()) {
            assertThat(operation.access()).as(what).isNotEqualTo(WandbOperation.Access.READ);
            return said(what, outcome, works);
        }
        assertThat(exceptionOf(outcome)).as(what).isInstanceOf(request.refusal(status));
        assertThat(exceptionOf(outcome).status()).as(what).hasValue(status);
        assertThat(outcome.count(request.name())).as(what).isEqualTo(request.nth() + request.tries(status));
        return said(what, outcome, works);
    }

    /** A limit is waited for: it is never an error. */
    private String limited(WandbOperation operation, Outcome works, Asked request) throws Exception {
        Outcome outcome = perform(
                operation,
                request.meets(Fault.rateLimited(Duration.ofMillis(10))).times(1));

        String what = operation + ", " + request + " with 429";
        assertThat(outcome.exchange().getException()).as(what).isNull();
        assertThat(outcome.count(request.name())).as(what).isEqualTo(works.count(request.name()) + 1);
        return said(what, outcome, works);
    }

    /** Whichever of the answers that may pass it is, the same comes of it. */
    private String unavailable(WandbOperation operation, Outcome works, Asked request) throws Exception {
        Set<String> words = new LinkedHashSet<>();
        for (int status : List.of(500, 502, 503, 504)) {
            words.add(failed(operation, works, request, Fault.status(status)));
        }
        assertThat(words).as(operation + ", " + request).hasSize(1);
        return words.iterator().next();
    }

    /** What may pass is asked for again, unless it could be done twice. */
    private String failed(WandbOperation operation, Outcome works, Asked request, Fault fault) throws Exception {
        Outcome outcome = perform(operation, request.meets(fault).times(1));

        String what = operation + ", " + request + " with " + fault.effect();
        if (outcome.isFailed()) {
            assertThat(operation.access()).as(what).isNotEqualTo(WandbOperation.Access.READ);
            assertThat(exceptionOf(outcome)).as(what).isInstanceOf(WandbUnavailableException.class);
            assertThat(outcome.count(request.name())).as(what).isEqualTo(request.nth() + 1);
        }
        return said(what, outcome, works);
    }

    /** In the words of the page. What W&B holds is what it held before, or what it holds when all goes well, and never anything else. */
    private static String said(String what, Outcome outcome, Outcome works) {
        if (!outcome.isFailed()) {
            assertThat(outcome.after()).as(what).isEqualTo(works.after());
            return outcome.requests().size() > works.requests().size() ? "again" : "ok";
        }
        assertThat(outcome.after()).as(what).isIn(works.before(), works.after());
        boolean isDone =
                !works.after().equals(works.before()) && outcome.after().equals(works.after());
        return word(exceptionOf(outcome)) + (isDone ? ", but done" : "");
    }

    private static String word(WandbException exception) {
        return exception
                .getClass()
                .getSimpleName()
                .replaceAll("^Wandb|Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static WandbException exceptionOf(Outcome outcome) {
        assertThat(outcome.exchange().getException()).isInstanceOf(WandbRouteException.class);
        return (WandbException) outcome.exchange().getException().getCause();
    }

    /** Runs the example in a world of its own. */
    private Outcome perform(WandbOperation operation, @Nullable Fault fault) throws Exception {
        ExampleWorld world = ExampleWorld.in(wandb.simulator(), "c" + worlds++);
        ExampleRoute example = ExampleRoute.of(operation).about(world.name());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("example.yaml", example.yaml()));
        Map<String, Object> before = world.truth();
        wandb.simulator().forgetRequests();
        if (fault != null) {
            wandb.simulator().faults().add(fault);
        }
        Exchange exchange = template.request(ExampleRoute.of(operation).from(world.name()), empty -> {});
        wandb.simulator().faults().clear();
        return new Outcome(exchange, asked(), before, world.truth());
    }

    private List<Asked> asked() {
        List<Asked> asked = new ArrayList<>();
        for (RecordedRequest request : wandb.simulator().requests()) {
            int nth = (int) asked.stream()
                    .filter(other -> other.name().equals(request.operation()))
                    .count();
            asked.add(new Asked(request.operation(), nth));
        }
        return asked;
    }

    private static boolean isUpdating() {
        return Boolean.getBoolean("wandb.docs.update");
    }

    @AfterAll
    static void thePageHasNothingElse() throws IOException {
        if (ROWS.size() < WandbOperation.values().length) {
            return; // only some of them were asked for
        }
        List<String> titles = new ArrayList<>(List.of("operation", "request", "wrong input"));
        REFUSALS.keySet().forEach(status -> titles.add(String.valueOf(status)));
        titles.addAll(List.of("429", "5xx", "cut before", "cut after"));
        String page = HEAD + "| " + String.join(" | ", titles) + " |\n|" + "---|".repeat(titles.size()) + "\n"
                + ROWS.values().stream().collect(Collectors.joining());
        if (isUpdating()) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }
}
