// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import graphql.schema.idl.RuntimeWiring;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says how the fields of one type are computed from its Java object. Fields not named here are read from maps and records. */
final class Fields<S> {

    private final RuntimeWiring.Builder wiring;
    private final String type;

    private Fields(RuntimeWiring.Builder wiring, String type) {
        this.wiring = wiring;
        this.type = type;
    }

    static <S> Fields<S> of(RuntimeWiring.Builder wiring, String type, Class<S> source) {
        return new Fields<>(wiring, type);
    }

    /** The fields of Query or Mutation, which have no source. */
    static Fields<Object> root(RuntimeWiring.Builder wiring, String type) {
        return new Fields<>(wiring, type);
    }

    /** A field that needs nothing but its object. */
    Fields<S> field(String name, Function<S, @Nullable Object> reader) {
        return fetcher(name, new Plain<>(reader));
    }

    /** A field with arguments, or one that needs to know who asks. */
    Fields<S> fieldWith(String name, BiFunction<S, DataFetchingEnvironment, @Nullable Object> reader) {
        return fetcher(name, new WithArguments<>(reader));
    }

    private Fields<S> fetcher(String name, LightDataFetcher<Object> fetcher) {
        wiring.type(type, builder -> builder.dataFetcher(name, fetcher));
        return this;
    }

    private record Plain<S>(Function<S, @Nullable Object> reader) implements LightDataFetcher<Object> {
        @Override
        @SuppressWarnings({"unchecked", "NullAway"})
        public @Nullable Object get(
                GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> environment) {
            return reader.apply((S) source);
        }

        @Override
        public @Nullable Object get(DataFetchingEnvironment environment) {
            return reader.apply(environment.<S>getSource());
        }
    }

    private record WithArguments<S>(BiFunction<S, DataFetchingEnvironment, @Nullable Object> reader)
            implements LightDataFetcher<Object> {
        @Override
        @SuppressWarnings({"unchecked", "NullAway"})
        public @Nullable Object get(
                GraphQLFieldDefinition field, Object source, Supplier<DataFetchingEnvironment> environment) {
            return reader.apply((S) source, environment.get());
        }

        @Override
        public @Nullable Object get(DataFetchingEnvironment environment) {
            return reader.apply(environment.<S>getSource(), environment);
        }
    }

    static Caller caller(DataFetchingEnvironment environment) {
        Caller caller = environment.getGraphQlContext().get(Caller.class);
        if (caller == null) {
            throw new IllegalStateException("no caller");
        }
        return caller;
    }

    /** A map of names and values, in pairs, in which values may be null. */
    static Map<String, Object> map(@Nullable Object... pairs) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            put(map, String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    @SuppressWarnings("NullAway") // the readers of these maps are graphql-java and null is its "no value"
    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        map.put(name, value);
    }
}
