// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.concurrent.CompletableFuture;

/** An exchange does not end well. */
enum SinkMishap implements Mishap {
    THE_ROUTE_THROWS(Sink.End.THROWN),
    THE_EXCHANGE_IS_ROLLED_BACK(Sink.End.ROLLED_BACK),
    THE_EXCHANGE_IS_OPEN_UNTIL_THE_STOP(Sink.End.COMPLETED);

    private final Sink.End end;

    SinkMishap(Sink.End end) {
        this.end = end;
    }

    @Override
    public boolean canMeet(Moment moment) {
        return moment != Moment.STOP || !isUntilStop(); // it is one
    }

    private boolean isUntilStop() {
        return end == Sink.End.COMPLETED;
    }

    private boolean isOpen(Scene scene) {
        return isUntilStop() || scene.moment() == Moment.STOP;
    }

    @Override
    public void awaits(Scene scene, Place place) {
        Sink sink = scene.story().sink();
        if (isOpen(scene)) {
            sink.keepsOpen(scene.runId(), place.fromStep());
        } else {
            sink.fails(scene.runId(), end, place.fromStep(), 1);
        }
    }

    @Override
    public boolean isMet(Scene scene) {
        Sink sink = scene.story().sink();
        return isOpen(scene) ? sink.isOpen(scene.runId()) : sink.hasFailed(scene.runId());
    }

    @Override
    public void passes(Scene scene) throws Exception {
        if (isUntilStop()) {
            restart(scene);
        }
    }

    @Override
    public void restart(Scene scene) throws Exception {
        stopWhileItEnds(scene);
        scene.story().sink().lets(scene.runId());
        scene.story().start();
    }

    private void stopWhileItEnds(Scene scene) {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                scene.story().stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Scene.await("%s: it stops".formatted(scene), () -> {
            scene.story().sink().ends(scene.runId(), end);
            return stopped.isDone();
        });
        stopped.join();
    }
}
