// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.process;

import io.github.camelwandb.simulator.Main;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The simulator in a process of its own, where it makes runs train. */
public final class SimulatorProcess implements AutoCloseable {

    private final JavaProcess process;
    private final String baseUrl;
    private final String apiKey;

    private SimulatorProcess(JavaProcess process) {
        this.process = process;
        this.baseUrl = process.readLine();
        this.apiKey = process.readLine();
    }

    /** The process itself: the simulator's main class, and an end when the input ends. */
    public static void main(String[] arguments) throws InterruptedException {
        Thread end = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {}
                    } catch (IOException e) {
                        // as good as its end
                    }
                    System.exit(0);
                },
                "end");
        end.setDaemon(true);
        end.start();
        Main.main(arguments);
    }

    /**
     * Trains runs {@code train-1}, {@code train-2}, ... of a project.
     *
     * @param plan such as {@code runs=5,rows=1000,perSecond=50}
     * @param rewinds of all runs together
     */
    public static SimulatorProcess training(Path log, String project, String plan, int rewinds, long seed)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--project", project, "--train", plan));
        arguments.addAll(List.of("--rewinds", Integer.toString(rewinds), "--seed", Long.toString(seed)));
        return new SimulatorProcess(
                JavaProcess.start(log, List.of(), Map.of(), SimulatorProcess.class, arguments.toArray(String[]::new)));
    }

    /** What a client needs to know, as variables of its environment. */
    public Map<String, String> environment() {
        return Map.of("WANDB_BASE_URL", baseUrl, "WANDB_API_KEY", apiKey);
    }

    /** Waits until all runs have finished. */
    public void awaitTrained() {
        String line = process.readLine();
        if (!line.equals("trained")) {
            throw new AssertionError("the simulator says: " + line);
        }
    }

    /** The rows that a run has, each a line of JSON as it was logged. */
    public List<String> rows(String path) throws IOException, InterruptedException {
        URI uri = URI.create(baseUrl + "/simulator/rows/" + path);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(uri + " answers " + answer.statusCode());
        }
        return answer.body().lines().toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
