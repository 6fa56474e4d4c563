// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

/** The position behind an exchange does not come into the store. */
enum StoreMishap implements Mishap {
    THE_POSITION_CANNOT_BE_STORED {
        @Override
        public void awaits(Scene scene, Place place) {
            scene.story().store().failsAt(scene.runId(), place.fromStep());
        }

        @Override
        public boolean isMet(Scene scene) {
            return scene.story().following().storeFailure() != null;
        }

        @Override
        public void passes(Scene scene) {
            scene.story().store().works();
            Scene.await(
                    "%s: the store works".formatted(scene),
                    () -> scene.story().following().storeFailure() == null);
        }

        @Override
        public void restart(Scene scene) throws Exception {
            scene.story().stop();
            scene.story().store().works();
            scene.story().start();
        }
    },
    ANOTHER_PROCESS_HAS_MOVED_THE_POSITION {
        @Override
        public void awaits(Scene scene, Place place) {
            scene.story().store().refusesAt(scene.runId(), place.fromStep());
        }

        @Override
        public boolean isMet(Scene scene) {
            return scene.story().store().hasRefused();
        }
    };

    @Override
    public boolean canMeet(Moment moment) {
        return moment != Moment.COMMIT; // it is one
    }

    @Override
    public boolean mayRepeat() {
        return true;
    }
}
