// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.simulator.Fault;
import java.time.Duration;

/** Something that happens in a {@link Story}. A run is named by its number; {@code back} counts steps back from its last one. */
sealed interface Act {

    void in(Story story) throws Exception;

    /** @param isTwice whether there are two rows of each step */
    record Logs(int run, int rows, int stride, boolean isTwice) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).logs(rows, stride, isTwice);
        }
    }

    /** Another writer of the run is behind. */
    record LogsLate(int run, int rows, int back) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).logsLate(rows, back);
        }
    }

    record Rewinds(int run, int back) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).rewinds(back);
        }
    }

    /** It is deleted, and another of its id begins. */
    record BeginsAnew(int run) implements Act {
        @Override
        public void in(Story story) {
            story.beginAnew(run);
        }
    }

    record Ends(int run) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).simulated().finished();
        }
    }

    record Resumes(int run) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).simulated().running();
        }
    }

    record HidesSteps(int run, int back, int steps) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).hides(back, steps);
        }
    }

    record HoldsRows(int run) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).simulated().holdRows();
        }
    }

    record ShowsAll(int run) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).simulated().revealSteps().releaseRows();
        }
    }

    record CountsOff(int run, int by) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).countsOff(by);
        }
    }

    record CountsTruly(int run) implements Act {
        @Override
        public void in(Story story) {
            story.run(run).simulated().countsTruly();
        }
    }

    /** @param skipped requests that are still answered */
    record ServerFails(Trouble trouble, String operation, int skipped, int times) implements Act {
        @Override
        public void in(Story story) {
            story.simulator()
                    .faults()
                    .add(trouble.fault().on(operation).after(skipped).times(times));
        }
    }

    record ServerWorks() implements Act {
        @Override
        public void in(Story story) {
            story.simulator().faults().clear();
        }
    }

    record SinkFails(int run, int times) implements Act {
        @Override
        public void in(Story story) {
            story.sink().fails("r" + run, Sink.End.THROWN, 0, times);
        }
    }

    /** Exchanges of the run do not end, until the {@link SinkGoesOn}. */
    record SinkHesitates(int run) implements Act {
        @Override
        public void in(Story story) {
            story.sink().keepsOpen("r" + run, 0);
        }
    }

    /** @param end of what is open */
    record SinkGoesOn(int run, Sink.End end) implements Act {
        @Override
        public void in(Story story) {
            story.sink().lets("r" + run, end);
        }
    }

    /** The process is killed, and another one starts. */
    record ProcessDies() implements Act {
        @Override
        public void in(Story story) throws Exception {
            story.die();
        }
    }

    record RouteRestarts() implements Act {
        @Override
        public void in(Story story) throws Exception {
            story.restart();
        }
    }

    record TimePasses(int seconds) implements Act {
        @Override
        public void in(Story story) {
            story.clock().advance(Duration.ofSeconds(seconds));
        }
    }

    /** The consumer gets the chance to notice. */
    record Polls(int times) implements Act {
        @Override
        public void in(Story story) {
            story.afterPolls(times);
        }
    }

    /** What goes wrong with a request. */
    enum Trouble {
        REFUSED(Fault.status(403)),
        BAD_GATEWAY(Fault.status(502)),
        LIMITED(Fault.rateLimited(Duration.ofMillis(50))),
        LATE(Fault.latency(Duration.ofMillis(40))),
        BROKEN_OFF(Fault.truncatedBody()),
        RESET(Fault.connectionReset()),
        ERRORS(Fault.errors("simulated")),
        PARTIAL(Fault.partial("simulated")),
        NO_HISTORY(Fault.partial("simulated", "history"));

        private final Fault fault;

        Trouble(Fault fault) {
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }
}
