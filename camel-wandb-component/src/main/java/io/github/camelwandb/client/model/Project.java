// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project.
 *
 * @param path where it is
 * @param createdAt server's time
 */
public record Project(ProjectPath path, @Nullable Instant createdAt) {}
