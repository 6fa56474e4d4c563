// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables by which documents name what they are about; others may be added. */
public final class Variables {

    private Variables() {}

    /** {@code entity} and {@code project}. */
    public static Map<String, @Nullable Object> of(ProjectPath path) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("entity", path.entity());
        variables.put("project", path.project());
        return variables;
    }

    /** {@code entity}, {@code project} and {@code runId}. */
    public static Map<String, @Nullable Object> of(RunPath path) {
        Map<String, @Nullable Object> variables = of(path.projectPath());
        variables.put("runId", path.runId());
        return variables;
    }

    /** Of several runs of a project: their ids are {@code run_0}, {@code run_1} and so on. */
    public static Map<String, @Nullable Object> of(ProjectPath path, List<String> runIds) {
        Map<String, @Nullable Object> variables = of(path);
        for (int i = 0; i < runIds.size(); i++) {
            variables.put("run_" + i, runIds.get(i));
        }
        return variables;
    }
}
