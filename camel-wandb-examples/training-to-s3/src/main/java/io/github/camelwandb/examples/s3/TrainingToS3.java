// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.s3;

import io.github.camelwandb.examples.shared.Comparison;
import io.github.camelwandb.examples.shared.TrainingJobs;
import io.github.camelwandb.examples.shared.Waiting;
import io.github.camelwandb.examples.shared.YamlRoute;
import io.github.camelwandb.simulator.WandbSimulator;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Two runs train with the official {@code wandb} package, and a route stores their rows as objects in S3, one a batch. */
public final class TrainingToS3 {

    static final String PROJECT = "acme/vision";
    private static final List<String> RUNS = List.of("resnet", "vit");
    private static final String BUCKET = "training";

    private TrainingToS3() {}

    /** See the class. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(System.getProperty("example.directory", "target/training-to-s3"));
        System.exit(run(directory, 300, System.out).isExact() ? 0 : 1);
    }

    /** Prints the objects and, in the last line, how their rows compare with those of the server. */
    static Comparison run(Path directory, int rows, PrintStream out) throws Exception {
        Files.createDirectories(directory);
        Files.deleteIfExists(directory.resolve("offsets.db"));
        try (WandbSimulator wandb = WandbSimulator.start();
                ObjectStore store = ObjectStore.start();
                Bucket bucket = new Bucket(store.endpoint(), BUCKET)) {
            wandb.project(PROJECT);
            bucket.create();
            out.println("Two runs train; a route stores their rows in the bucket " + BUCKET);
            try (YamlRoute route = route(wandb, directory, store.endpoint()).start();
                    TrainingJobs jobs = TrainingJobs.start(wandb, PROJECT, directory, RUNS, rows)) {
                Waiting.until(jobs::areOver, Duration.ofMinutes(2));
                Waiting.until(() -> bucket.lines().size() >= RUNS.size() * rows, Duration.ofSeconds(30));
                route.close();
            }
            bucket.keys().forEach(out::println);
            Comparison comparison = Comparison.of(wandb.runs(PROJECT), bucket.lines());
            out.println(comparison);
            return comparison;
        }
    }

    private static YamlRoute route(WandbSimulator wandb, Path directory, URI endpoint) {
        return new YamlRoute("training-to-s3.camel.yaml")
                .server(wandb.baseUrl(), wandb.apiKey())
                .with("wandb.project", PROJECT)
                .with("wandb.delay", 500)
                .with("offsets.file", directory.resolve("offsets.db"))
                .with("s3.bucket", BUCKET)
                .with("camel.component.aws2-s3.region", "us-east-1")
                .with("camel.component.aws2-s3.access-key", ObjectStore.ACCESS_KEY)
                .with("camel.component.aws2-s3.secret-key", ObjectStore.SECRET_KEY)
                .with("camel.component.aws2-s3.override-endpoint", true)
                .with("camel.component.aws2-s3.uri-endpoint-override", endpoint)
                .with("camel.component.aws2-s3.force-path-style", true);
    }
}
