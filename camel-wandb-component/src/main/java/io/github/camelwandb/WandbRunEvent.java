// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.model.RunPath;
import java.util.EventObject;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;

/**
 * Something about a followed run that a message cannot tell, because a history route carries rows only. An {@code EventNotifier} of the
 * context receives it.
 */
public final class WandbRunEvent extends EventObject implements CamelEvent {

    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Kind {
        /** Rows that were delivered are no longer what W&amp;B shows: the run was rewound, overwritten or created anew. */
        REWRITTEN,
        /** A row was passed over because the route kept failing on it. */
        ROW_SKIPPED,
        /** W&amp;B counts more lines of history than can be read, also after all was read again. */
        GAP,
        /** The run is no longer there. */
        GONE
    }

    private final Kind kind;
    private final transient RunPath run;
    private final String detail;
    private long timestamp;

    /** @param detail what happened, in a sentence */
    public WandbRunEvent(CamelContext context, Kind kind, RunPath run, String detail) {
        super(context);
        this.kind = kind;
        this.run = run;
        this.detail = detail;
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** The run it happened to. */
    public RunPath run() {
        return run;
    }

    /** What happened, in a sentence. */
    public String detail() {
        return detail;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public String toString() {
        return kind + " " + run + ": " + detail;
    }
}
