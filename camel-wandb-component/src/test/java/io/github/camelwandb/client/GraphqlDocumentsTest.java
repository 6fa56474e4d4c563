// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

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
import org.junit.jupiter.params.provider.MethodSource;

class GraphqlDocumentsTest {

    static Stream<Path> documents() throws IOException, URISyntaxException {
        return Files.list(Path.of(WandbClient.class
                .getResource("/io/github/camelwandb/client/graphql")
                .toURI()));
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
    @MethodSource("documents")
    void aDocumentHasTheOneOperationItIsNamedAfter(Path file) throws IOException {
        Document document = Parser.parse(Files.readString(file));

        assertThat(document.getDefinitionsOfType(OperationDefinition.class))
                .extracting(operation -> operation.getName() + ".graphql")
                .containsExactly(file.getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentFitsTheSchemaOfTheSimulator(Path file) throws IOException {
        assertFits(file, "/io/github/camelwandb/simulator/schema.graphqls");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentAsksOnlyForWhatTheOfficialClientAsksForToo(Path file) throws IOException {
        assertFits(file, "/io/github/camelwandb/client/official-client.graphqls");
    }

    private static void assertFits(Path document, String schema) throws IOException {
        assertThat(new Validator()
                        .validateDocument(schema(schema), Parser.parse(Files.readString(document)), Locale.ENGLISH))
                .isEmpty();
    }
}
