// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project.
 *
 * @param id the server's internal id, a number in text form; the only name of a project that survives its renaming
 * @param path where it is
 * @param createdAt server's time
 */
public record Project(String id, ProjectPath path, @Nullable Instant createdAt) {}
