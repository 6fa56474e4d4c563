// SPDX-License-Identifier: Apache-2.0
/**
 * Where positions are kept: keys and text values. It knows nothing of runs, rows or exchanges.
 *
 * <p>{@code OffsetStores} is the way in, one for each component: it opens what {@code offsetPath} and {@code offsetRepository}
 * name, once however many use it, and gives each user a {@code Lease}.
 *
 * <pre>
 * Lease -&gt; OffsetStore: FileOffsetStore (thread, re-opening) -&gt; OffsetFile (H2 MVStore)
 *                       RepositoryOffsetStore -&gt; any StateRepository, or memory
 *                       one of the user's own
 * </pre>
 */
@NullMarked
package io.github.camelwandb.offset;

import org.jspecify.annotations.NullMarked;
