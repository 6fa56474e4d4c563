// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.github.camelwandb.simulator.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The user, the entities and the server itself. */
final class ViewerFields {

    private final Store store;
    private final Set<String> features;

    ViewerFields(Store store, Set<String> features) {
        this.store = store;
        this.features = features;
    }

    void wire(RuntimeWiring.Builder wiring) {
        Fields.root(wiring, "Query")
                .fieldWith("viewer", (source, env) -> Fields.caller(env).known() ? user() : null)
                .fieldWith("users", (source, env) -> users(env))
                .field("serverInfo", source -> serverInfo())
                .fieldWith("entity", (source, env) -> entity(env));
    }

    private Map<String, Object> user() {
        String name = store.defaultEntity();
        return Fields.map(
                "id",
                "VXNlcjox",
                "name",
                name,
                "username",
                name,
                "email",
                name + "@example.com",
                "entity",
                name,
                "admin",
                false,
                "flags",
                "{}",
                "accountType",
                "MEMBER",
                "apiKeys",
                Map.of("edges", List.of()),
                "teams",
                Map.of("edges", teams()));
    }

    private List<Map<String, Object>> teams() {
        return store.entities().stream()
                .map(name -> Map.<String, Object>of("node", entity(name)))
                .toList();
    }

    private Map<String, Object> users(DataFetchingEnvironment env) {
        String query = env.getArgument("query");
        boolean meant = Fields.caller(env).known() && query != null && user().containsValue(query);
        return Map.of("edges", meant ? List.of(Map.of("node", user())) : List.of());
    }

    private Map<String, Object> serverInfo() {
        List<Map<String, Object>> list = features.stream()
                .sorted()
                .map(name -> Map.<String, Object>of("name", name, "isEnabled", true))
                .toList();
        return Fields.map("features", list, "cliVersionInfo", Map.of("max_cli_version", "99.0.0"));
    }

    private @Nullable Map<String, Object> entity(DataFetchingEnvironment env) {
        String name = env.getArgument("name");
        String meant = name == null || name.isEmpty() ? store.defaultEntity() : name;
        return Fields.caller(env).known() && store.hasEntity(meant) ? entity(meant) : null;
    }

    private Map<String, Object> entity(String name) {
        boolean team = !name.equals(store.defaultEntity());
        return Fields.map(
                "id",
                "entity-" + name,
                "name",
                name,
                "isTeam",
                team,
                "entityType",
                team ? "team" : "user",
                "readOnly",
                false,
                "defaultAccess",
                "PRIVATE",
                "privateOnly",
                false,
                "storageBytes",
                0,
                "organization",
                Fields.map("name", name, "coreWeaveOrganizationId", null),
                "members",
                List.of());
    }
}
