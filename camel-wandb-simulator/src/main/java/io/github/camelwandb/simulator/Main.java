// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * The simulator as a process of its own: {@code --port 8080 --api-key KEY --project acme/vision}. It prints its base URL and its key, and
 * runs until it is ended.
 */
public final class Main {

    private Main() {}

    /** See the class. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        WandbSimulator simulator;
        try {
            simulator = start(arguments);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop"));
        System.out.println(simulator.baseUrl());
        System.out.println(simulator.apiKey());
        Thread.currentThread().join();
    }

    /** @throws IllegalArgumentException if an argument cannot be understood */
    static WandbSimulator start(String... arguments) {
        WandbSimulatorBuilder builder = WandbSimulator.builder();
        List<String> projects = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--port" -> builder.port(port(value));
                case "--api-key" -> builder.apiKey(value);
                case "--project" -> projects.add(value);
                default ->
                    throw new IllegalArgumentException(
                            "Unknown argument " + arguments[i]
                                    + ": there are --port NUMBER, --api-key KEY and --project ENTITY/PROJECT, which may be repeated");
            }
        }
        WandbSimulator simulator = builder.start();
        projects.forEach(simulator::project);
        return simulator;
    }

    private static int port(String value) {
        if (!value.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("--port " + value + " is not the number of a port");
        }
        return Integer.parseInt(value);
    }
}
