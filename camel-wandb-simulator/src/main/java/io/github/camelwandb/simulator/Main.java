// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

/** The simulator as a process of its own: {@code --port 8080 --api-key KEY}. It prints its base URL and runs until it is ended. */
public final class Main {

    private Main() {}

    /** See the class. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        WandbSimulatorBuilder builder = WandbSimulator.builder();
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--port" -> builder.port(Integer.parseInt(value));
                case "--api-key" -> builder.apiKey(value);
                default ->
                    throw new IllegalArgumentException(
                            "Unknown argument " + arguments[i] + ": use --port NUMBER and --api-key KEY");
            }
        }
        WandbSimulator simulator = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop"));
        System.out.println(simulator.baseUrl());
        Thread.currentThread().join();
    }
}
