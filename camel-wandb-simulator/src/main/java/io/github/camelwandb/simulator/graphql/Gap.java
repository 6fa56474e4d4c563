// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.github.camelwandb.simulator.store.Run;
import org.jspecify.annotations.Nullable;

/**
 * A field that an answer lacks, although the server has its value.
 *
 * @param field its name
 * @param runId the run of which it is lacking; null for all
 * @param message of the error in its place
 */
public record Gap(String field, @Nullable String runId, String message) {

    boolean isAt(DataFetchingEnvironment place) {
        return runId == null
                || place.getSource() instanceof Run run && run.runId().equals(runId)
                || runId.equals(place.getArguments().get("name"));
    }
}
