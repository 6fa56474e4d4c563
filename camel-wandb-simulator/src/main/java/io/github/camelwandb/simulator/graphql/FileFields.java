// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Run;
import io.github.camelwandb.simulator.store.RunFile;
import io.github.camelwandb.simulator.store.Store;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files of a run: where they are, and where to put them. */
final class FileFields {

    private final Store store;

    FileFields(Store store) {
        this.store = store;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.of(wiring, "Run", Run.class)
                .field("fileCount", run -> run.files().size())
                .fieldWith("files", FileFields::files);
        Fields.root(wiring, "Mutation")
                .fieldWith("createRunFiles", (source, env) -> create(env))
                .fieldWith("markRunFilesUploaded", (source, env) -> RunMutations.success(RunMutations.input(env)))
                .fieldWith("deleteFiles", (source, env) -> delete(env));
    }

    private static Map<String, Object> files(Run run, DataFetchingEnvironment env) {
        Links links = Fields.caller(env).links();
        List<String> names = env.getArgument("names");
        String like = env.getArgument("pattern");
        if (names != null && !names.isEmpty()) {
            // a file that is not there is a place to put it
            List<Map<String, Object>> nodes = names.stream()
                    .map(name -> node(links, run, name, run.files().get(name)))
                    .toList();
            return Connections.page(nodes, env.getArgument("first"), env.getArgument("after"));
        }
        Pattern pattern = like == null || like.isEmpty() ? null : like(like);
        List<Map<String, Object>> nodes = run.files().values().stream()
                .filter(file -> pattern == null || pattern.matcher(file.name()).matches())
                .map(file -> node(links, run, file.name(), file))
                .toList();
        return Connections.page(nodes, env.getArgument("first"), env.getArgument("after"));
    }

    /** A pattern as SQL's LIKE has it. */
    private static Pattern like(String pattern) {
        String regex = pattern.chars()
                .mapToObj(c -> switch (c) {
                    case '%' -> ".*";
                    case '_' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }

    private static Map<String, Object> node(Links links, Run run, String name, @Nullable RunFile file) {
        return Fields.map(
                "id",
                run.fileId(name),
                "name",
                name,
                "displayName",
                name,
                "url",
                links.file(run, name),
                "directUrl",
                links.storage(run, name),
                "uploadUrl",
                links.storage(run, name),
                "uploadHeaders",
                links.uploadHeaders(),
                "sizeBytes",
                file == null ? 0 : file.content().length,
                "mimetype",
                file == null ? null : file.mimeType(),
                "updatedAt",
                file == null ? null : file.updatedAt(),
                "md5",
                file == null ? null : file.md5(),
                "digest",
                file == null ? null : file.md5());
    }

    private Map<String, Object> create(DataFetchingEnvironment env) {
        Map<String, Object> input = RunMutations.input(env);
        Run run = RunMutations.runByName(store, input);
        Links links = Fields.caller(env).links();
        List<Map<String, Object>> files = names(input).stream()
                .map(name -> Fields.map("name", name, "uploadUrl", links.storage(run, name)))
                .toList();
        return Fields.map("runID", run.storageId(), "uploadHeaders", links.uploadHeaders(), "files", files);
    }

    private Map<String, Object> delete(DataFetchingEnvironment env) {
        Map<String, Object> input = RunMutations.input(env);
        names(input).forEach(store::deleteFile);
        return RunMutations.success(input);
    }

    private static List<String> names(Map<String, Object> input) {
        return input.get("files") instanceof List<?> files
                ? files.stream().map(String::valueOf).toList()
                : List.of();
    }
}
