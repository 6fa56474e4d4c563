// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Runs {@code train-1}, {@code train-2}, ... that log rows at a steady pace, are rewound on the way, and finish. */
final class TrainingLoad {

    private final TrainingPlan plan;
    private final List<Training> trainings = new ArrayList<>();

    /** A run that is rewound when it has come to a step. */
    private record Rewind(int at, int to) {}

    /**
     * Creates the runs.
     *
     * @param project {@code entity/project}
     * @param rewinds of all runs together
     * @param random decides which runs are rewound, when, and how far
     */
    TrainingLoad(WandbSimulator simulator, String project, TrainingPlan plan, int rewinds, RandomGenerator random) {
        this.plan = plan;
        for (int i = 1; i <= plan.runs(); i++) {
            trainings.add(new Training(simulator.run(project + "/train-" + i)));
        }
        for (int i = 0; i < rewinds; i++) {
            int at = random.nextInt(1, plan.rows() + 1);
            trainings.get(random.nextInt(plan.runs())).rewinds.add(new Rewind(at, random.nextInt(-1, at - 1)));
        }
    }

    /** Logs what is due after so much time, all that is due to a run at once. Tells whether there is more to come. */
    boolean advanceTo(Duration elapsed) {
        long due = elapsed.toMillis() * plan.perSecond() / 1000;
        trainings.forEach(training -> training.advanceTo(due));
        return trainings.stream().anyMatch(training -> !training.finished);
    }

    private final class Training {

        private final SimulatedRun run;
        private final Queue<Rewind> rewinds = new PriorityQueue<>(Comparator.comparingInt(Rewind::at));
        private long logged;
        private int nextStep;
        private boolean finished;

        Training(SimulatedRun run) {
            this.run = run;
        }

        void advanceTo(long due) {
            while (!finished && logged < due) {
                Rewind rewind = rewinds.peek();
                int end = rewind == null ? plan.rows() : rewind.at();
                int to = (int) Math.min(end, nextStep + due - logged);
                run.logs(nextStep, to);
                logged += to - nextStep;
                nextStep = to;
                if (to == end) {
                    finishOrRewind(rewinds.poll());
                }
            }
        }

        private void finishOrRewind(@Nullable Rewind rewind) {
            run.finished();
            if (rewind == null) {
                finished = true;
            } else {
                run.rewind(rewind.to()).running();
                nextStep = rewind.to() + 1;
            }
        }
    }
}
