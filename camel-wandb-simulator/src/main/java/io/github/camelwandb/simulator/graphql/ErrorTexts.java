// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.language.SourceLocation;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.validation.ValidationError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a document in the words W&amp;B uses, which clients look for. */
final class ErrorTexts {

    private static final Pattern FIELD = Pattern.compile("Field '(\\w+)' in type '(\\w+)' is undefined");
    private static final Pattern ARGUMENT = Pattern.compile("Unknown field argument '(\\w+)'");
    private static final Pattern OTHER = Pattern.compile("^Validation error \\([^)]*\\) ?: ?(.*)$", Pattern.DOTALL);

    private ErrorTexts() {}

    static List<GraphQLError> of(GraphQLSchema schema, List<ValidationError> errors) {
        List<GraphQLError> translated = new ArrayList<>();
        for (ValidationError error : errors) {
            List<SourceLocation> locations = error.getLocations() == null ? List.of() : error.getLocations();
            translated.add(GraphqlErrorBuilder.newError()
                    .message("%s", text(schema, error))
                    .locations(locations)
                    .build());
        }
        return translated;
    }

    private static String text(GraphQLSchema schema, ValidationError error) {
        String message = error.getMessage() == null ? "invalid document" : error.getMessage();
        Matcher field = FIELD.matcher(message);
        if (field.find()) {
            return "Cannot query field \"%s\" on type \"%s\".".formatted(field.group(1), field.group(2));
        }
        Matcher argument = ARGUMENT.matcher(message);
        if (argument.find()) {
            List<String> path = error.getQueryPath();
            return "Unknown argument \"%s\" on field \"%s\" of type \"%s\"."
                    .formatted(argument.group(1), last(path), parentType(schema, path));
        }
        Matcher other = OTHER.matcher(message);
        return other.find() ? other.group(1) : message;
    }

    private static String last(@Nullable List<String> path) {
        return path == null || path.isEmpty() ? "?" : path.get(path.size() - 1);
    }

    /** Walks the schema along the path of field names. */
    private static String parentType(GraphQLSchema schema, @Nullable List<String> path) {
        if (path == null || path.isEmpty()) {
            return "Query";
        }
        boolean query = schema.getQueryType().getFieldDefinition(path.get(0)) != null;
        GraphQLFieldsContainer type =
                query || schema.getMutationType() == null ? schema.getQueryType() : schema.getMutationType();
        for (String name : path.subList(0, path.size() - 1)) {
            GraphQLFieldDefinition field = type.getFieldDefinition(name);
            if (field != null && GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer next) {
                type = next;
            }
        }
        return type.getName();
    }
}
