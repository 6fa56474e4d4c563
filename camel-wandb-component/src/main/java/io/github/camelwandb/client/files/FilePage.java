// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.model.RunFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing of files.
 *
 * @param nextCursor of the page that follows, null if none does
 */
record FilePage(List<RunFile> files, @Nullable String nextCursor) {}
