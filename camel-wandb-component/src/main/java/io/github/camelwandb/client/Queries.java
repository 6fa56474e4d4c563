// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.transport.AnswerReader;
import io.github.camelwandb.client.transport.GraphqlOperation;
import io.github.camelwandb.client.transport.GraphqlTransport;
import io.github.camelwandb.client.transport.Variables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Operations of the client. What they answer is held as a tree while it is read, but where {@link #read} is used. */
final class Queries {

    private final GraphqlTransport transport;

    Queries(GraphqlTransport transport) {
        this.transport = transport;
    }

    /** The reader runs as part of the request, so what it throws is a failure like others. */
    <R> CompletableFuture<R> ask(
            String name, Map<String, ? extends @Nullable Object> variables, Object about, Reader<R> reader) {
        return transport.execute(operation(name, variables, about, reader));
    }

    /** For an answer that may be too large to be held. */
    <R> CompletableFuture<R> read(
            String name,
            Map<String, ? extends @Nullable Object> variables,
            Object about,
            Supplier<? extends AnswerReader<R>> reader) {
        return transport.execute(new GraphqlOperation<>(
                name, variables, about.toString(), parser -> reader.get().read(parser)));
    }

    /** Asks for a change that is not to be made twice. */
    <R> CompletableFuture<R> change(
            String name, Map<String, ? extends @Nullable Object> variables, Object about, Reader<R> reader) {
        return transport.execute(new GraphqlOperation<>(
                name, variables, about.toString(), parser -> reader.read(parser.readValueAsTree()), false));
    }

    /** Asks with a document of the caller's own. What may change something is not done twice. */
    CompletableFuture<JsonNode> askDocument(
            String document, Map<String, ? extends @Nullable Object> variables, String about) {
        GraphqlOperation<JsonNode> operation = new GraphqlOperation<>(
                GraphqlOperation.OWN_DOCUMENT,
                variables,
                about,
                parser -> {
                    JsonNode data = parser.readValueAsTree();
                    if (!data.isObject()) {
                        throw new IllegalArgumentException("data is " + data);
                    }
                    return data;
                },
                !MutationCheck.mayChange(document));
        return transport.execute(operation, document);
    }

    /** Asks a single time. */
    <R> CompletableFuture<R> askOnce(
            String name, Map<String, ? extends @Nullable Object> variables, Object about, Reader<R> reader) {
        return transport.executeOnce(operation(name, variables, about, reader));
    }

    /** Asks about a project that must be there. */
    <R> CompletableFuture<R> askProject(
            String name, Map<String, ? extends @Nullable Object> variables, ProjectPath path, Reader<R> reader) {
        return ask(name, variables, path, ofProject(name, path, reader));
    }

    /** Asks about several runs of a project that must be there; not for long, for they can be asked about singly. */
    <R> CompletableFuture<R> askProjectForEach(String name, ProjectPath path, List<String> runIds, Reader<R> reader) {
        Reader<R> ofProject = ofProject(name, path, reader);
        return transport.executeDivisible(new GraphqlOperation<>(
                name,
                Variables.of(path, runIds),
                path.toString(),
                parser -> ofProject.read(parser.readValueAsTree()),
                true,
                runIds.size()));
    }

    private static <R> Reader<R> ofProject(String name, ProjectPath path, Reader<R> reader) {
        return data -> {
            JsonNode project = data.path("project");
            if (!project.isObject()) {
                throw WandbNotFoundException.project(path, answered(name, path));
            }
            return reader.read(project);
        };
    }

    /** Makes something of the data of an answer. */
    @FunctionalInterface
    interface Reader<R> {
        R read(JsonNode data);
    }

    private static <R> GraphqlOperation<R> operation(
            String name, Map<String, ? extends @Nullable Object> variables, Object about, Reader<R> reader) {
        return new GraphqlOperation<>(
                name, variables, about.toString(), parser -> reader.read(parser.readValueAsTree()));
    }

    /** Details of a failure that an answer with status 200 is. */
    static Details answered(String operation, Object about) {
        return new Details(200, operation, about.toString(), null);
    }
}
