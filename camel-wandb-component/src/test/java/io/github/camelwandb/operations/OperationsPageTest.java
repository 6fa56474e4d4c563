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
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

        if (Boolean.getBoolean("wandb.docs.update")) {
            Files.writeString(PAGE, refreshed);
        } else {
            assertThat(page)
                    .as("the page, which this writes anew: mvn test -Dtest=OperationsPageTest -Dwandb.docs.update=true")
                    .isEqualTo(refreshed);
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
