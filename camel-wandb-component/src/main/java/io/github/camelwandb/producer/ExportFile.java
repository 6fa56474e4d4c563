// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.model.FlatRun;

/** A file that runs are exported to, one after the other. Each method fails with {@link java.io.UncheckedIOException}. */
interface ExportFile {

    void add(FlatRun run);

    /** All runs were added: the file gets its name. */
    void complete();

    /** Nothing stays behind. */
    void giveUp();
}
