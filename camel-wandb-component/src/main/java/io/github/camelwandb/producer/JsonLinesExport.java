// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.files.PartialFile;
import io.github.camelwandb.client.model.FlatRun;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Each run as a line of JSON. */
record JsonLinesExport(PartialFile file) implements ExportFile {

    @Override
    public void add(FlatRun run) {
        file.append(ByteBuffer.wrap((run.json() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void complete() {
        file.complete();
    }

    @Override
    public void giveUp() {
        file.giveUp();
    }
}
