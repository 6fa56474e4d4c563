// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbOperation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page tells of every operation what is true of it. With {@code -Dwandb.docs.update=true} it is written anew. */
class OperationsPageTest extends SimulatedWandbTestSupport {

    private static final Path PAGE = Path.of("src/main/docs/wandb-operations.adoc");

    @ParameterizedTest
    @EnumSource(WandbOperation.class)
    void thePageTellsOfTheOperationWhatIsTrue(WandbOperation operation) throws Exception {
        String page = Files.readString(PAGE);
        assertThat(page).contains("\n== " + operation + "\n", "\n// operation: " + operation + "\n");

        OperationFacts facts = OperationFacts.of(operation, context, wandb.simulator());
        String refreshed = new OperationSections(headers(), wandb.baseUrl()).refresh(page, operation, facts);

        check(page, refreshed);
    }

    private static void check(String page, String refreshed) throws IOException {
        if (Boolean.getBoolean("wandb.docs.update")) {
            Files.writeString(PAGE, refreshed);
        } else {
            assertThat(page)
                    .as("the page, which this writes anew: mvn test -Dtest=OperationsPageTest -Dwandb.docs.update=true")
                    .isEqualTo(refreshed);
        }
    }

    @Test
    void thePageTellsWhatTheAnswersHave() throws Exception {
        String page = Files.readString(PAGE);

        check(page, Answers.in(context, wandb.simulator()).refresh(page));
    }

    @Test
    void whatThePageSaysOfAnAnswerIsWhatTheSimpleLanguageGives() throws Exception {
        for (Map.Entry<AnswerType, Object> sample :
                Answers.in(context, wandb.simulator()).samples().entrySet()) {
            for (AnswerType.Property property : sample.getKey().properties()) {
                Exchange exchange = new DefaultExchange(context);
                exchange.getMessage().setBody(sample.getValue());
                assertThat(context.resolveLanguage("simple")
                                .createExpression(property.simple())
                                .evaluate(exchange, Object.class))
                        .as("%s of %s", property.simple(), sample.getKey().name())
                        .isEqualTo(property.of(sample.getValue()));
            }
        }
    }

    /** What is said of a header elsewhere is said here as well: {@link OtherWay} has the operation done as it takes. */
    @ParameterizedTest
    @EnumSource(WandbOperation.class)
    void theOperationHasTheHeadersThatNameIt(WandbOperation operation) throws Exception {
        String section = Files.readString(PAGE)
                .split("// operation: " + operation + "\n")[1]
                .split("// end")[0];

        for (Map.Entry<String, JsonNode> header : headers().properties()) {
            if (header.getValue().path("description").asText().contains("`" + operation + "`")) {
                assertThat(section).contains("| `" + header.getKey() + "` |");
            }
        }
    }

    @Test
    void nothingIsSaidOfOperationsThatAreNotThere() throws IOException {
        List<String> operations =
                Arrays.stream(WandbOperation.values()).map(Enum::name).toList();

        assertThat(Pattern.compile("\n== (\\w+)\n")
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(heading -> heading.group(1)))
                .containsExactlyInAnyOrderElementsOf(operations);
        try (Stream<Path> examples = Files.list(Path.of("src/test/resources/operations"))) {
            assertThat(examples.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(operations);
        }
    }

    private static JsonNode headers() throws IOException {
        try (InputStream descriptor =
                OperationsPageTest.class.getResourceAsStream("/META-INF/io/github/camelwandb/wandb.json")) {
            return new ObjectMapper().readTree(descriptor).get("headers");
        }
    }
}
