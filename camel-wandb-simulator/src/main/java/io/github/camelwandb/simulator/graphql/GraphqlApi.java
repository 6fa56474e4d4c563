// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.filter.BadFilterException;
import io.github.camelwandb.simulator.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes GraphQL documents against the store. */
public final class GraphqlApi {

    private static final Logger LOG = LoggerFactory.getLogger(GraphqlApi.class);
    private static final String STATUS = "status";

    private final Documents documents;
    private final GraphQL graphql;
    private final Sampler sampler;

    /**
     * The API over a store.
     *
     * @param features names of the server features that are on
     * @param random decides which rows a sample has, and the ids of new runs
     */
    public GraphqlApi(Store store, Set<String> features, RandomGenerator random) {
        this.sampler = new Sampler(random);
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
        Scalars.all().forEach(wiring::scalar);
        new ViewerFields(store, features).wire(wiring);
        new ProjectFields(store).wire(wiring);
        RunFields.wire(wiring);
        new HistoryFields(sampler).wire(wiring);
        new UpsertBucket(store, random).wire(wiring);
        new RunMutations(store).wire(wiring);
        new ProjectMutations(store).wire(wiring);
        new FileFields(store).wire(wiring);
        LogFields.wire(wiring);
        new ArtifactFields(store.artifacts()).wire(wiring);
        ArtifactFields.wireTypes(wiring);
        new ArtifactMutations(store).wire(wiring);
        new SweepFields(store).wire(wiring);
        new ViewFields(store).wire(wiring);
        GraphQLSchema schema = SchemaFile.read(wiring.build());
        this.documents = new Documents(schema);
        this.graphql = GraphQL.newGraphQL(schema)
                .preparsedDocumentProvider((input, parse) -> CompletableFuture.completedFuture(
                        documents.of(input.getQuery()).entry()))
                .instrumentation(new Gaps())
                .defaultDataFetcherExceptionHandler(new Refusals())
                .build();
    }

    /** From now on an answer has not more than so many rows of a run, whatever {@code samples} says. */
    public void maxSamples(int rows) {
        sampler.limit(rows);
    }

    /** From now on an answer has only the first rows of a run, of so many characters together, whatever {@code samples} says. */
    public void maxCharacters(int most) {
        sampler.limitCharacters(most);
    }

    /** What a document asks for; {@link DocumentFacts#operation} is empty for one that cannot be parsed. */
    public DocumentFacts facts(String query) {
        return documents.of(query).facts();
    }

    /**
     * Executes a document.
     *
     * @param operationName null or empty if the document has one operation
     */
    public Answer execute(String query, Map<String, Object> variables, @Nullable String operationName, Caller caller) {
        return execute(query, variables, operationName, Map.of(Caller.class, caller));
    }

    /**
     * Executes a document and leaves a gap in the answer.
     *
     * @param operationName null or empty if the document has one operation
     */
    public Answer execute(
            String query, Map<String, Object> variables, @Nullable String operationName, Caller caller, Gap gap) {
        return execute(query, variables, operationName, Map.of(Caller.class, caller, Gap.class, gap));
    }

    private Answer execute(
            String query, Map<String, Object> variables, @Nullable String operationName, Map<?, Object> context) {
        ExecutionInput input = ExecutionInput.newExecutionInput(query)
                .operationName(operationName == null || operationName.isEmpty() ? null : operationName)
                .variables(variables)
                .graphQLContext(context)
                .build();
        ExecutionResult result = graphql.execute(input);
        boolean executed = result.isDataPresent();
        int status = executed ? 200 : 400;
        List<Object> errors = new ArrayList<>();
        for (GraphQLError error : result.getErrors()) {
            if (error.getExtensions() != null && error.getExtensions().get(STATUS) instanceof Integer refused) {
                status = Math.max(status, refused);
            }
            errors.add(error(error));
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("data", result.getData());
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        return new Answer(status, body);
    }

    private static Map<String, Object> error(GraphQLError error) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("message", String.valueOf(error.getMessage()));
        if (error.getPath() != null) {
            written.put("path", error.getPath());
        }
        return written;
    }

    /** An answer and its HTTP status. */
    public record Answer(int status, Map<String, @Nullable Object> body) {

        /** Writes the answer as JSON. */
        public void writeTo(OutputStream out) throws IOException {
            AnswerWriter.write(body, out);
        }
    }

    /** Turns what a field throws into an error with an HTTP status. */
    private static final class Refusals implements DataFetcherExceptionHandler {
        @Override
        public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
                DataFetcherExceptionHandlerParameters parameters) {
            Throwable cause = parameters.getException();
            int status = 500;
            if (cause instanceof Refusal refusal) {
                status = refusal.status();
            } else if (cause instanceof BadFilterException badFilter) {
                status = badFilter.status();
            } else {
                LOG.error("The simulator failed at {}", parameters.getPath(), cause);
            }
            GraphQLError error = GraphqlErrorBuilder.newError()
                    .message("%s", String.valueOf(cause.getMessage()))
                    .path(parameters.getPath())
                    .extensions(Map.of(STATUS, status))
                    .build();
            return CompletableFuture.completedFuture(
                    DataFetcherExceptionHandlerResult.newResult(error).build());
        }
    }
}
