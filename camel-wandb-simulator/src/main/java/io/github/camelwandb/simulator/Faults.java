// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults that are in effect; the first that fits a request hits it. Safe for use by several threads. */
public final class Faults {

    private final List<Fault> active = new ArrayList<>();
    private final Runnable onClear;

    /** @param onClear ends what hangs */
    public Faults(Runnable onClear) {
        this.onClear = onClear;
    }

    /** From now on. */
    public synchronized void add(Fault fault) {
        active.add(fault);
    }

    /** Everything works again; requests that hang are ended without an answer. */
    public void clear() {
        synchronized (this) {
            active.clear();
        }
        onClear.run();
    }

    /**
     * What happens to a request.
     *
     * @param operation its name
     * @param fields that it selects
     * @param isAbout whether it is about the run with that id
     */
    public synchronized @Nullable Fault hit(String operation, Set<String> fields, Predicate<String> isAbout) {
        for (int i = 0; i < active.size(); i++) {
            Fault fault = active.get(i);
            boolean fits = (fault.operation() == null
                            || fault.operation().equals(operation)
                            || fields.contains(fault.operation()))
                    && (fault.runId() == null || isAbout.test(fault.runId()));
            if (fits && fault.skipped() > 0) {
                active.set(i, fault.after(fault.skipped() - 1));
            } else if (fits && fault.remaining() > 0) {
                active.set(i, fault.times(fault.remaining() - 1));
                return fault;
            }
        }
        return null;
    }
}
