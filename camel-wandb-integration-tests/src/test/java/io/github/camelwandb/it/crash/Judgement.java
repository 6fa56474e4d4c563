// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the lives of a route have written, compared with what was logged.
 *
 * @param complaints what was not as promised
 * @param rows the rows that were logged
 * @param repeats how many were written again
 * @param mostRepeats the most that were written again of one run after one kill
 */
record Judgement(List<String> complaints, long rows, long repeats, long mostRepeats) {

    /**
     * @param logged the rows of each run, from step 0 on without a gap, in canonical form
     * @param lives what each life has written, in its order
     */
    static Judgement of(Map<String, List<String>> logged, List<List<Written>> lives, Bound bound) {
        List<String> complaints = new ArrayList<>();
        long repeats = 0;
        long most = 0;
        for (Map.Entry<String, List<String>> run : logged.entrySet()) {
            RunJudge judge = new RunJudge(run.getKey(), run.getValue(), bound, complaints);
            for (int life = 0; life < lives.size(); life++) {
                long again = judge.life(
                        life,
                        lives.get(life).stream()
                                .filter(row -> row.runId().equals(run.getKey()))
                                .toList());
                repeats += again;
                most = Math.max(most, again);
            }
            judge.end();
        }
        long rows = logged.values().stream().mapToLong(List::size).sum();
        return new Judgement(complaints, rows, repeats, most);
    }

    /** One run through all lives. */
    private static final class RunJudge {
        private final String run;
        private final List<String> logged;
        private final Bound bound;
        private final List<String> complaints;
        private List<Written> before = List.of();
        private long next;

        private RunJudge(String run, List<String> logged, Bound bound, List<String> complaints) {
            this.run = run;
            this.logged = logged;
            this.bound = bound;
            this.complaints = complaints;
        }

        /** Answers how many rows came again. */
        private long life(int life, List<Written> rows) {
            if (rows.isEmpty()) {
                return 0;
            }
            // what a life before that one had beyond its start has come again already, or is still to
            long end = before.isEmpty() ? 0 : before.get(before.size() - 1).step() + 1;
            long again = end - rows.get(0).step();
            long allowed = bound.repeats(before);
            if (again > allowed) {
                complain(life, again + " rows came again, and only " + allowed + " may");
            }
            long expected = Math.min(next, rows.get(0).step());
            for (Written row : rows) {
                if (row.step() != expected) {
                    complain(life, "step " + row.step() + " came where " + expected + " was next");
                }
                if (row.step() >= logged.size() || !row.text().equals(logged.get((int) row.step()))) {
                    complain(life, "step " + row.step() + " is not as it was logged: " + row.text());
                }
                expected = row.step() + 1;
                next = Math.max(next, expected);
            }
            before = rows;
            return Math.max(again, 0);
        }

        private void end() {
            if (next < logged.size()) {
                complaints.add("Run " + run + " ends before step " + next + " of " + logged.size());
            }
        }

        private void complain(int life, String what) {
            complaints.add("Run " + run + " in life " + life + ": " + what);
        }
    }
}
