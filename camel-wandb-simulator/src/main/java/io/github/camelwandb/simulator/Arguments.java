// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of {@link Main}, read. */
final class Arguments {

    private static final String THERE_ARE =
            "there are --port NUMBER, --api-key KEY and --project ENTITY/PROJECT, which may be"
                    + " repeated; --train runs=5,rows=1000,perSecond=50 with --rewinds NUMBER and --seed NUMBER";

    private static final String DEFAULT_PROJECT = "simulator/training";

    final WandbSimulatorBuilder options = WandbSimulator.builder();
    final List<String> projects = new ArrayList<>();
    int rewinds;
    long seed;

    @Nullable
    TrainingPlan training;

    /** @throws IllegalArgumentException if an argument cannot be understood */
    Arguments(String... arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--port" -> options.port(port(value));
                case "--api-key" -> options.apiKey(value);
                case "--project" -> projects.add(value);
                case "--train" -> training = TrainingPlan.of(value);
                case "--rewinds" -> rewinds = number("--rewinds", value);
                case "--seed" -> seed = number("--seed", value);
                default -> throw new IllegalArgumentException("Unknown argument " + arguments[i] + ": " + THERE_ARE);
            }
        }
    }

    /** The project that training is in: the first one named. */
    String trainingProject() {
        return projects.isEmpty() ? DEFAULT_PROJECT : projects.get(0);
    }

    private static int port(String value) {
        if (!value.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--port " + value + " is not the number of a port");
        }
        return Integer.parseInt(value);
    }

    private static int number(String name, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " " + value + " is not a number from 0 to 999999999");
        }
        return Integer.parseInt(value);
    }
}
