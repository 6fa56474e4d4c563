// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.ExecutionInput;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parsed and validated documents, a bounded number of them: a client sends the same few texts again and again.
 */
final class Documents {

    private static final int REMEMBERED = 500;
    private static final ParserOptions LIMITS = ParserOptions.newParserOptions()
            .maxTokens(500_000)
            .maxWhitespaceTokens(2_000_000)
            .maxCharacters(4_000_000)
            .build();

    private final GraphQLSchema schema;
    private final Map<String, Parsed> parsed = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Parsed> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A document, or what is wrong with it. */
    record Parsed(PreparsedDocumentEntry entry, DocumentFacts facts) {}

    Documents(GraphQLSchema schema) {
        this.schema = schema;
    }

    Parsed of(String query) {
        synchronized (parsed) {
            Parsed known = parsed.get(query);
            if (known != null) {
                return known;
            }
        }
        Parsed fresh = parse(query);
        synchronized (parsed) {
            parsed.put(query, fresh);
        }
        return fresh;
    }

    private Parsed parse(String query) {
        ExecutionInput input = ExecutionInput.newExecutionInput(query)
                .graphQLContext(context -> context.of(ParserOptions.class, LIMITS))
                .build();
        ParseAndValidateResult result = ParseAndValidate.parseAndValidate(schema, input);
        if (result.getDocument() == null) {
            return new Parsed(new PreparsedDocumentEntry(List.copyOf(result.getErrors())), DocumentFacts.NONE);
        }
        DocumentFacts facts = DocumentFacts.of(result.getDocument());
        return result.isFailure()
                ? new Parsed(new PreparsedDocumentEntry(ErrorTexts.of(schema, result.getValidationErrors())), facts)
                : new Parsed(new PreparsedDocumentEntry(result.getDocument()), facts);
    }
}
