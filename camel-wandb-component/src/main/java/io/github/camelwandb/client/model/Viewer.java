// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The owner of an API key.
 *
 * @param username the user, or the service account
 * @param entity the default entity: whose projects are meant where no entity is named; null when none is set
 */
public record Viewer(String username, @Nullable String entity) implements WandbObject {

    @Override
    public Map<String, @Nullable Object> asMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("username", username);
        map.put("entity", entity);
        return Collections.unmodifiableMap(map);
    }
}
