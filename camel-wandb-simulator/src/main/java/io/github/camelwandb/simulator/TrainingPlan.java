// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link TrainingLoad} is to log.
 *
 * @param runs how many runs train at the same time
 * @param rows that each of them has at its end
 * @param perSecond rows that each of them logs in a second
 */
record TrainingPlan(int runs, int rows, int perSecond) {

    private static final String FORM = "runs=5,rows=1000,perSecond=50";

    /** @throws IllegalArgumentException if the text has not the form {@code runs=5,rows=1000,perSecond=50} */
    static TrainingPlan of(String text) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            if (!part.matches("(runs|rows|perSecond)=[1-9]\\d{0,8}")) {
                throw wrong(text);
            }
            int equals = part.indexOf('=');
            numbers.put(part.substring(0, equals), Integer.valueOf(part.substring(equals + 1)));
        }
        Integer runs = numbers.get("runs");
        Integer rows = numbers.get("rows");
        Integer perSecond = numbers.get("perSecond");
        if (runs == null || rows == null || perSecond == null) {
            throw wrong(text);
        }
        return new TrainingPlan(runs, rows, perSecond);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("--train " + text + " has not the form " + FORM);
    }
}
