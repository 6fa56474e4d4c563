// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.time.Instant;

/**
 * A page that somebody wrote about a project.
 *
 * @param id opaque
 * @param title what people see
 * @param createdAt also when it was last changed
 */
public record Report(String id, String title, Instant createdAt) {}
