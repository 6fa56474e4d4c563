// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.ProjectPath;

/**
 * Which runs, in which order.
 *
 * @param project where
 * @param filter which
 * @param order {@code +} or {@code -} and one field, such as {@code +created_at}
 * @param projection how much of each
 * @param hasMetadata whether to read also what the file {@code wandb-metadata.json} of each says, which takes one request more for each
 * @param pageSize how many in one request
 */
public record RunQuery(
        ProjectPath project, RunFilter filter, String order, Projection projection, boolean hasMetadata, int pageSize) {

    public RunQuery {
        if (!order.matches("[+-].+")) {
            throw new IllegalArgumentException("order=" + order
                    + " must begin with + or - and name one field, as in +created_at or -summary_metrics.loss");
        }
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize=" + pageSize + " must be 1 or more");
        }
    }
}
