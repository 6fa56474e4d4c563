// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The state of a run, in lower case as the API says it. A state this version does not know is kept and counts as active, because no
 * state of W&amp;B is final: any run can be resumed.
 *
 * @param value what the server said, in lower case
 */
public record RunState(String value) {

    public static final RunState RUNNING = new RunState("running");
    public static final RunState FINISHED = new RunState("finished");
    public static final RunState FAILED = new RunState("failed");
    public static final RunState CRASHED = new RunState("crashed");
    public static final RunState KILLED = new RunState("killed");
    public static final RunState PREEMPTED = new RunState("preempted");
    public static final RunState PREEMPTING = new RunState("preempting");
    public static final RunState PENDING = new RunState("pending");

    /** Those that W&amp;B is known to have. */
    public static final List<RunState> KNOWN =
            List.of(RUNNING, FINISHED, FAILED, CRASHED, KILLED, PREEMPTED, PREEMPTING, PENDING);

    private static final Set<RunState> INACTIVE = Set.of(FINISHED, FAILED, CRASHED, KILLED, PREEMPTED);

    public RunState {
        value = value.toLowerCase(Locale.ROOT);
    }

    /** Whether nobody is writing to the run, as far as the server knows: finished, failed, crashed, killed or preempted. */
    public boolean isInactive() {
        return INACTIVE.contains(this);
    }

    @Override
    public String toString() {
        return value;
    }
}
