// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** W&amp;B's own scalars. */
final class Scalars {

    private Scalars() {}

    static List<GraphQLScalarType> all() {
        return List.of(
                scalar("JSON", new Verbatim()),
                scalar("HistoryLines", new Verbatim()),
                scalar("JSONString", new Text()),
                scalar("DateTime", new Text()),
                scalar("Int64", new Whole()),
                scalar("Duration", new Whole()));
    }

    private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
        return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
    }

    /** Written as it is. */
    private static class Verbatim implements Coercing<Object, Object> {
        @Override
        public @Nullable Object serialize(Object value, GraphQLContext context, Locale locale) {
            return value;
        }

        @Override
        public @Nullable Object parseValue(Object input, GraphQLContext context, Locale locale) {
            return input;
        }

        @Override
        public @Nullable Object parseLiteral(
                Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            return input instanceof StringValue text ? text.getValue() : input.toString();
        }
    }

    /** A string; an object in its place is an error, as on W&amp;B. */
    private static final class Text extends Verbatim {
        @Override
        public @Nullable Object serialize(Object value, GraphQLContext context, Locale locale) {
            return value.toString();
        }

        @Override
        public @Nullable Object parseValue(Object input, GraphQLContext context, Locale locale) {
            if (input instanceof String) {
                return input;
            }
            throw new CoercingParseValueException("expected a string");
        }

        @Override
        public @Nullable Object parseLiteral(
                Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (input instanceof StringValue text) {
                return text.getValue();
            }
            throw new CoercingParseLiteralException("expected a string");
        }
    }

    /** A whole number of 64 bits. */
    private static final class Whole extends Verbatim {
        @Override
        public @Nullable Object parseValue(Object input, GraphQLContext context, Locale locale) {
            try {
                return input instanceof Number number ? (Object) number.longValue() : Long.valueOf(input.toString());
            } catch (NumberFormatException e) {
                throw new CoercingParseValueException("expected a whole number", e);
            }
        }

        @Override
        public @Nullable Object parseLiteral(
                Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
            if (input instanceof IntValue number) {
                return number.getValue().longValue();
            }
            throw new CoercingParseLiteralException("expected a whole number");
        }
    }
}
