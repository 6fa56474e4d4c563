// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page that somebody wrote about a project.
 *
 * @param id opaque
 * @param title what people see
 * @param spec JSON: what is on the page
 * @param createdAt also when it was last changed
 */
public record Report(
        String id, Project project, String title, @Nullable String description, String spec, Instant createdAt) {}
