// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.model.FlatRun;
import io.github.camelwandb.client.model.NonFinite;
import io.github.camelwandb.client.model.Run;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/** Runs as flat records, one by one as they are asked for. */
record FlatRuns(Iterator<Run> runs, NonFinite nonFinite) implements Iterator<Map<String, @Nullable Object>>, Closeable {

    @Override
    public boolean hasNext() {
        return runs.hasNext();
    }

    @Override
    public Map<String, @Nullable Object> next() {
        return FlatRun.of(runs.next(), nonFinite).columns();
    }

    @Override
    public void close() throws IOException {
        IOHelper.closeIterator(runs);
    }
}
