// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The faults that are in effect; the first that fits a request hits it, after every action that fits has run. Safe for use by several threads. */
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

    /**
     * Runs an action just before the nth request of an operation, or that selects a field, is executed; the first from now on is 1. For
     * requests about one run see {@link Fault#before}.
     */
    public void before(String name, int nth, Runnable action) {
        if (nth < 1) {
            throw new IllegalArgumentException("requests are counted from 1, not from " + nth);
        }
        add(Fault.before(action).on(name).after(nth - 1).times(1));
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
    public @Nullable Fault hit(String operation, Set<String> fields, Predicate<String> isAbout) {
        Predicate<Fault> fits = fault ->
                (fault.operation() == null || fault.operation().equals(operation) || fields.contains(fault.operation()))
                        && (fault.runId() == null || isAbout.test(fault.runId()));
        // an action may add faults, end them and take its time
        actions(fits).forEach(Runnable::run);
        return fault(fits);
    }

    private synchronized List<Runnable> actions(Predicate<Fault> fits) {
        List<Runnable> actions = new ArrayList<>();
        for (int i = 0; i < active.size(); i++) {
            Fault fault = active.get(i);
            if (fault.effect() instanceof Fault.Before before && fits.test(fault) && counts(i, fault)) {
                actions.add(before.action());
            }
        }
        return actions;
    }

    private synchronized @Nullable Fault fault(Predicate<Fault> fits) {
        for (int i = 0; i < active.size(); i++) {
            Fault fault = active.get(i);
            if (!(fault.effect() instanceof Fault.Before) && fits.test(fault) && counts(i, fault)) {
                return fault;
            }
        }
        return null;
    }

    /** Takes note of a request that fits a fault, and tells whether it hits. */
    private boolean counts(int index, Fault fault) {
        if (fault.skipped() > 0) {
            active.set(index, fault.after(fault.skipped() - 1));
            return false;
        }
        if (fault.remaining() > 0) {
            active.set(index, fault.times(fault.remaining() - 1));
            return true;
        }
        return false;
    }
}
