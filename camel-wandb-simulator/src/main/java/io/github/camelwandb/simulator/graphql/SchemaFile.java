// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The schema, which is a resource that others may validate their documents against. */
final class SchemaFile {

    static final String RESOURCE = "/io/github/camelwandb/simulator/schema.graphqls";

    private SchemaFile() {}

    static GraphQLSchema read(RuntimeWiring wiring) {
        try (InputStream in = SchemaFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(in), wiring);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
