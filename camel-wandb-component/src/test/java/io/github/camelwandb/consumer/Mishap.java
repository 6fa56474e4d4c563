// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.Locale;

/** Something that goes wrong with one run, once. */
interface Mishap {

    /** What the page calls it. */
    default String title() {
        return toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether there is such a moment for it. */
    default boolean canMeet(Moment moment) {
        return true;
    }

    /** It is to happen at this place. */
    void awaits(Scene scene, Place place);

    /** Whether it has happened. */
    boolean isMet(Scene scene);

    /** Passes the time that it lasts, and ends it. */
    default void passes(Scene scene) throws Exception {}

    /** The route is stopped while it happens, and started again. */
    default void restart(Scene scene) throws Exception {
        scene.story().stop();
        scene.tryToStart();
    }

    /** Whether which rows are concerned is random, and a client learns from it for all that it asks for. */
    default boolean isByChance() {
        return false;
    }

    /** Whether rows may come again for it that had completed. */
    default boolean mayRepeat() {
        return false;
    }
}
