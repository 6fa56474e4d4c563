// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.client.model.Run;

/** What a run is to us: a run id can be used again in a project of the same name, the project's id cannot. */
record RunKey(String projectId, String runId) {

    static RunKey of(Run run) {
        return new RunKey(
                run.projectId() != null
                        ? run.projectId()
                        : run.path().projectPath().toString(),
                run.path().runId());
    }
}
