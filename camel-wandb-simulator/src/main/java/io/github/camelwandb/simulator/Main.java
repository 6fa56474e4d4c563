// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.time.Duration;
import java.util.Random;

/**
 * The simulator as a process of its own: {@code --port 8080 --api-key KEY --project acme/vision}. It prints its base URL and its key, and
 * runs until it is ended.
 *
 * <p>With {@code --train runs=5,rows=1000,perSecond=50} it makes runs {@code train-1}, {@code train-2}, ... of the first project named, or of
 * {@code simulator/training}: each logs so many rows a second, several in one post, until it has that many, and finishes. {@code
 * --rewinds 2} rewinds runs at random on the way, which the {@code --seed} decides, 0 by default; they go on logging. When all have finished it
 * prints {@code trained}. What a run has is told by {@code GET /simulator/rows/ENTITY/PROJECT/RUN}, one row of JSON in a line.
 */
public final class Main {

    private static final Duration BETWEEN_POSTS = Duration.ofMillis(100);

    private Main() {}

    /** See the class. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        Arguments read;
        WandbSimulator simulator;
        try {
            read = new Arguments(arguments);
            simulator = start(read);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "stop"));
        System.out.println(simulator.baseUrl());
        System.out.println(simulator.apiKey());
        TrainingPlan plan = read.training;
        if (plan != null) {
            train(new TrainingLoad(simulator, read.trainingProject(), plan, read.rewinds, new Random(read.seed)));
            System.out.println("trained");
        }
        Thread.currentThread().join();
    }

    static WandbSimulator start(Arguments arguments) {
        WandbSimulator simulator = arguments.options.start();
        arguments.projects.forEach(simulator::project);
        return simulator;
    }

    private static void train(TrainingLoad load) throws InterruptedException {
        long start = System.nanoTime();
        while (load.advanceTo(Duration.ofNanos(System.nanoTime() - start))) {
            Thread.sleep(BETWEEN_POSTS.toMillis());
        }
    }
}
