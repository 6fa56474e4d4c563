// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** When in the life of a run a mishap is met, and how it comes to that. Before, some rows were delivered and there is nothing to do. */
enum Moment {
    START {
        @Override
        void comes(Scene scene) throws Exception {
            scene.story().stop();
            scene.awaits(new Place(null, 0, 0));
            scene.logs(FEW);
            scene.tryToStart();
        }
    },
    LIST {
        @Override
        void comes(Scene scene) {
            scene.awaits(new Place("runs", 0, 0), () -> scene.logs(FEW));
        }
    },
    FIRST_PAGE {
        @Override
        void comes(Scene scene) {
            scene.awaits(new Place(Place.HISTORY, 0, 0));
            scene.logs(FEW);
        }
    },
    LATER_PAGE {
        @Override
        void comes(Scene scene) {
            scene.awaits(new Place(Place.HISTORY, 1, Scene.KNOWN + PAGE));
            scene.logs(MANY);
        }
    },
    LOOK {
        @Override
        void comes(Scene scene) {
            scene.awaits(new Place(Place.HISTORY, 1, 0)); // the second look, for a row was missing in the first
            scene.story().timePasses();
            scene.run().atOnce(() -> {
                scene.run().rewinds(BACK);
                scene.run().logs(BACK - 2, 1, false);
            });
        }

        @Override
        int generations() {
            return 2;
        }
    },
    AUDIT {
        @Override
        void comes(Scene scene) {
            scene.run().atOnce(() -> scene.run().logsLate(LATE, BACK));
            Scene.await(
                    "%s: read".formatted(scene),
                    () -> !scene.story().simulator().requests(Place.HISTORY).isEmpty() && scene.isIdle());
            scene.awaits(new Place(Place.HISTORY, 2, 0)); // behind a reading, and a look at its parts
            scene.story().clock().advance(LineCount.LAG);
        }

        @Override
        int lateRows() {
            return LATE;
        }
    },
    DELIVER {
        @Override
        void comes(Scene scene) {
            scene.story().sink().keepsOpen(scene.runId(), 0);
            scene.awaits(new Place(Place.HISTORY, 1, 0));
            scene.logs(MANY);
            scene.awaitMet();
            Scene.await(
                    "%s: in the sink".formatted(scene),
                    () -> scene.story().sink().isOpen(scene.runId()));
            scene.story().sink().lets(scene.runId());
        }
    },
    COMMIT {
        @Override
        void comes(Scene scene) {
            CompletableFuture<Void> met = new CompletableFuture<>();
            scene.story().store().failsAfter(met);
            scene.awaits(new Place(Place.HISTORY, 1, Scene.KNOWN + Scene.ROWS_PER_EXCHANGE));
            scene.logs(MANY);
            scene.awaitMet();
            met.complete(null);
            Scene.await("%s: a failed commit".formatted(scene), scene.story().store()::hasFailed);
        }
    },
    STOP {
        @Override
        void comes(Scene scene) throws Exception {
            CompletableFuture<Void> restarted = new CompletableFuture<>();
            scene.holdsUntil(restarted);
            scene.awaits(new Place(
                    Place.HISTORY, 1, Scene.KNOWN + 1)); // the position of what was known may still be on its way
            scene.logs(MANY);
            scene.awaitMet();
            scene.restart();
            restarted.complete(null);
        }
    };

    private static final int FEW = 20;
    private static final int PAGE = 1000;
    private static final int MANY = PAGE + 100;
    private static final int BACK = 5;
    private static final int LATE = 2;

    /** Those at which there are rows. */
    static List<Moment> ofRows() {
        return List.of(FIRST_PAGE, LATER_PAGE, LOOK, AUDIT, COMMIT, STOP);
    }

    /** Brings the run to it. */
    abstract void comes(Scene scene) throws Exception;

    /** Generations of rows that there are of a run that was brought to it. */
    int generations() {
        return 1;
    }

    /** Late rows that there are of it. */
    int lateRows() {
        return 0;
    }

    /** What the page calls it. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
