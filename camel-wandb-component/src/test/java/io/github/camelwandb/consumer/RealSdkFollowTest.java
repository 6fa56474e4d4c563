// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.sdk.LoggedRun;
import io.github.camelwandb.sdk.PythonScript;
import io.github.camelwandb.sdk.PythonSdk;
import io.github.camelwandb.sdk.SdkJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Python SDK trains and a route follows: each row arrives once, in order, as it was logged. */
class RealSdkFollowTest extends FollowingTestSupport {

    private static final String PROJECT = "wandb:team/vision?includeRun=false";
    private static final String RUN = "team/vision/live";

    @TempDir
    Path directory;

    private PythonSdk sdk;

    @BeforeEach
    void connect() {
        wandb.simulator().project("team/vision");
        sdk = PythonSdk.orSkip(wandb.baseUrl(), wandb.apiKey(), directory);
    }

    @Test
    void everyRowOfALiveRunArrivesOnceAndInOrder() throws Exception {
        follow(PROJECT);
        Path go = directory.resolve("go");
        try (PythonScript training =
                start("train", RUN, "--rows", "520", "--hold-after", "200", "--go", go.toString())) {
            eventually(() -> assertThat(received.stepsOf("live")).isEqualTo(steps(0, 200)));
            assertThat(training.isAlive()).isTrue();

            Files.createFile(go);
            training.await(Duration.ofMinutes(1)).succeeded();
        }

        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(520));
        afterPolls(3);
        assertThat(arrived("live", all -> true)).isEqualTo(logged("train")).hasSize(520);
    }

    @Test
    void aResumedRunIsFollowedOnOverTheGapsBetweenItsSteps() throws Exception {
        train("train", RUN, "--rows", "60");
        follow(PROJECT);
        eventually(() -> assertThat(received.count()).isEqualTo(60));

        train("resume", RUN, "--rows", "9");

        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(69));
        afterPolls(3);
        assertThat(arrived("live", all -> true)).isEqualTo(joined(logged("train"), logged("resume")));
    }

    @Test
    void aRewoundRunEndsWithTheRowsThatStandAsANewGeneration() throws Exception {
        train("train", RUN, "--rows", "60");
        follow(PROJECT);
        eventually(() -> assertThat(received.count()).isEqualTo(60));

        train("rewind", RUN, "--step", "29", "--rows", "10");

        asTimeFlies(Duration.ofSeconds(31), () -> {
            assertThat(received.stepsOf("live").subList(60, received.count())).endsWith(39L);
        });
        afterPolls(3);
        assertThat(arrived("live", first -> generation(first) == 1)).isEqualTo(logged("train"));
        // The new generation may start before the branch point, at the last row that is known to stand.
        List<Map<String, @Nullable Object>> standing = joined(logged("train").subList(0, 30), logged("rewind"));
        List<Map<String, @Nullable Object>> again = arrived("live", second -> generation(second) > 1);
        assertThat(again).hasSizeGreaterThanOrEqualTo(10).isEqualTo(standing.subList(40 - again.size(), 40));
    }

    @Test
    void severalRunsThatTrainAtOnceEachArriveInOrder() throws Exception {
        follow(PROJECT);
        try (PythonScript first = start("train", "team/vision/a", "--rows", "150");
                PythonScript second = start("fail", "team/vision/b", "--rows", "150", "--exit-code", "2")) {
            first.await(Duration.ofMinutes(1)).succeeded();
            assertThat(second.await(Duration.ofMinutes(1)).exitCode()).isEqualTo(2);
        }

        eventually(() -> assertThat(received.count()).isGreaterThanOrEqualTo(300));
        afterPolls(3);
        assertThat(arrived("a", all -> true)).isEqualTo(logged("train"));
        assertThat(arrived("b", all -> true)).isEqualTo(logged("fail"));
    }

    private PythonScript start(String work, String run, String... more) {
        return sdk.start("train.py", arguments(work, run, more));
    }

    private void train(String work, String run, String... more) {
        sdk.run("train.py", arguments(work, run, more)).succeeded();
    }

    private String[] arguments(String work, String run, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(work, run, "--out", truth(work).toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Path truth(String work) {
        return directory.resolve(work + ".json");
    }

    private static int generation(Received.Arrived message) {
        return (int) message.headers().get(WandbConstants.GENERATION);
    }

    /** The rows of a run as they came, without the times that the SDK adds. */
    private List<Map<String, @Nullable Object>> arrived(String runId, Predicate<Received.Arrived> which) {
        return LoggedRun.rows(SdkJson.comparable(received.all().stream()
                .filter(message -> message.runId().equals(runId))
                .filter(which)
                .map(Received.Arrived::body)
                .toList()));
    }

    /** The rows that the script logged, with W&B's dotted names for nested metrics; None is an absent metric. */
    private List<Map<String, @Nullable Object>> logged(String work) {
        return LoggedRun.read(truth(work)).rows().stream()
                .map(row -> {
                    Map<String, @Nullable Object> flat = new LinkedHashMap<>();
                    flatten("", row, flat);
                    return flat;
                })
                .toList();
    }

    private static void flatten(
            String prefix, Map<String, @Nullable Object> values, Map<String, @Nullable Object> into) {
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested && !nested.containsKey("_type")) {
                flatten(prefix + key + ".", LoggedRun.map(nested), into);
            } else if (value != null) {
                into.put(prefix + key, value);
            }
        });
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
