// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.store.RowShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the server has changes before it answers a request; where that is not for a listing, listings say so before.
 *
 * @param begins in the thread that answers
 * @param ends once the consumer has done what it does about it
 * @param times that pass before the end
 * @param isByChance whether which rows are concerned is random, and a client learns from it for all that it asks for
 */
record DataMishap(String title, Consumer<Scene> begins, Consumer<Scene> ends, List<Duration> times, boolean isByChance)
        implements Mishap {

    private static final List<Duration> MINUTES = List.of(Duration.ofSeconds(1), LineCount.LAG, LineCount.LAG);

    static List<DataMishap> all() {
        List<DataMishap> all = new ArrayList<>();
        all.addAll(lasting("rows are hidden", scene -> scene.run().hides(3, 2), ofRun(SimulatedRun::revealSteps)));
        all.addAll(lasting(
                "new rows are counted and not shown",
                scene -> {
                    scene.run().simulated().holdRows();
                    scene.logs(3);
                },
                ofRun(SimulatedRun::releaseRows)));
        all.addAll(lasting(
                "5 lines too many are counted", scene -> scene.run().countsOff(5), ofRun(SimulatedRun::countsTruly)));
        all.addAll(lasting(
                "5 lines too few are counted", scene -> scene.run().countsOff(-5), ofRun(SimulatedRun::countsTruly)));
        all.addAll(lasting(
                "the key is revoked",
                scene -> scene.story().simulator().revokeKey(),
                scene -> scene.story().simulator().acceptKey()));
        all.add(new DataMishap("long answers lack 3 rows of 10", DataMishap::thinOut, scene -> {}, List.of(), true));
        all.add(once("another writer is behind", scene -> scene.run().logsLate(3, 4)));
        all.add(once("rewound by 5 steps", scene -> rewinds(scene, 5)));
        all.add(once("rewound by 150 steps", scene -> rewinds(scene, 150)));
        all.add(once("deleted and begun anew", scene -> {
            scene.story().timePasses();
            scene.story().beginAnew(scene.number());
            scene.logs(30);
        }));
        all.add(once("the run ends", ofRun(SimulatedRun::finished)));
        all.add(once(
                "all rows are exported and look otherwise",
                ofRun(run -> run.exportBelow(Long.MAX_VALUE).exportedAs(RowShape.values()))));
        all.add(once(
                "old rows are only in the export",
                ofRun(run -> run.exportBelow(Scene.KNOWN / 2).hideExport())));
        return all;
    }

    private static void rewinds(Scene scene, int steps) {
        scene.story().timePasses();
        scene.run().atOnce(() -> {
            scene.run().rewinds(steps);
            scene.run().logs(steps + 3, 1, false);
        });
    }

    private static void thinOut(Scene scene) {
        int news = scene.run().simulated().lines().size() - Scene.KNOWN;
        scene.story().simulator().maxSamples(Math.max(15, news * 7 / 10));
    }

    private static Consumer<Scene> ofRun(Consumer<SimulatedRun> action) {
        return scene -> action.accept(scene.run().simulated());
    }

    private static DataMishap once(String title, Consumer<Scene> begins) {
        return new DataMishap(title, begins, scene -> {}, List.of(), false);
    }

    private static List<DataMishap> lasting(String title, Consumer<Scene> begins, Consumer<Scene> ends) {
        return List.of(
                new DataMishap(title + ", for a moment", begins, ends, List.of(), false),
                new DataMishap(title + ", for minutes", begins, ends, MINUTES, false));
    }

    @Override
    public void awaits(Scene scene, Place place) {
        scene.awaitsRequest(
                place,
                () -> {
                    begins.accept(scene);
                    if (Place.HISTORY.equals(place.operation())) {
                        scene.awaitListings();
                    }
                },
                null);
    }

    @Override
    public boolean isMet(Scene scene) {
        return scene.isRequestMet();
    }

    @Override
    public void passes(Scene scene) {
        scene.awaitQuiet(() -> false);
        for (Duration time : times) {
            scene.story().clock().advance(time);
            scene.awaitQuiet(() -> false);
        }
        ends.accept(scene);
    }
}
