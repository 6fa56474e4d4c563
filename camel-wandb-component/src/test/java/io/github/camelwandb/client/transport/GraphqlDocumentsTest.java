// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.MockedWiringFactory;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.validation.Validator;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GraphqlDocumentsTest {

    private static final String SIMULATOR = "/io/github/camelwandb/simulator/schema.graphqls";

    static Stream<String> operations() throws IOException, URISyntaxException {
        Path folder = Path.of(Documents.class
                .getResource("/io/github/camelwandb/client/graphql")
                .toURI());
        return Files.list(folder)
                .filter(Files::isRegularFile)
                .map(file -> file.getFileName().toString().replace(".graphql", ""));
    }

    private static Document document(String operation) {
        return Parser.parse(new Documents().of(operation));
    }

    private static GraphQLSchema schema(String resource) throws IOException {
        try (InputStream text = WandbSimulator.class.getResourceAsStream(resource)) {
            return new SchemaGenerator()
                    .makeExecutableSchema(
                            new SchemaParser().parse(new String(text.readAllBytes(), StandardCharsets.UTF_8)),
                            RuntimeWiring.newRuntimeWiring()
                                    .wiringFactory(new MockedWiringFactory())
                                    .build());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aDocumentHasTheOneOperationItIsNamedAfter(String operation) {
        assertThat(document(operation).getDefinitionsOfType(OperationDefinition.class))
                .extracting(OperationDefinition::getName)
                .containsExactly(operation);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aDocumentFitsTheSchemaOfTheSimulator(String operation) throws IOException {
        assertFits(document(operation), SIMULATOR);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aDocumentAsksOnlyForWhatTheOfficialClientAsksForToo(String operation) throws IOException {
        assertFits(document(operation), "/io/github/camelwandb/client/official-client.graphqls");
    }

    @ParameterizedTest
    @CsvSource({
        "RunHistories, 4, 1",
        "RunHistories, 4, 2",
        "RunHistories, 4, 50",
        "RunsById, 1, 20",
        "RunLastSteps, 1, 1",
        "RunLastSteps, 1, 50",
        "RunExports, 1, 1",
        "RunExports, 1, 20",
        "RunSampledHistories, 2, 1",
        "RunSampledHistories, 2, 50"
    })
    void aDocumentWithRepeatedPartsFitsTheSchemaHoweverManyThereAre(String operation, int variables, int copies)
            throws IOException {
        Document document = Parser.parse(new Documents().of(operation, copies));

        assertFits(document, SIMULATOR);
        assertThat(document.getFirstDefinitionOfType(OperationDefinition.class)
                        .orElseThrow()
                        .getVariableDefinitions())
                .hasSize(2 + variables * copies);
    }

    private static void assertFits(Document document, String schema) throws IOException {
        assertThat(new Validator().validateDocument(schema(schema), document, Locale.ENGLISH))
                .isEmpty();
    }
}
