// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static io.github.camelwandb.sdk.LoggedRun.map;
import static io.github.camelwandb.sdk.LoggedRun.rows;

import io.github.camelwandb.sdk.LoggedRun;
import io.github.camelwandb.sdk.PythonScript;
import io.github.camelwandb.sdk.PythonSdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A project of a simulator that the real Python SDK trains runs in; scripts write down what they logged. */
abstract class RealSdkTrainingSupport {

    static final String RUN = "team/vision/r1";

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @TempDir
    Path directory;

    PythonSdk sdk;

    @BeforeEach
    void connect() {
        wandb.simulator().project("team/vision");
        sdk = PythonSdk.orSkip(wandb.baseUrl(), wandb.apiKey(), directory);
    }

    PythonScript train(String work, String run, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(work, run, "--out", truth(work).toString()));
        arguments.addAll(List.of(more));
        return sdk.run("train.py", arguments.toArray(String[]::new));
    }

    List<Map<String, @Nullable Object>> logged(String work) {
        return LoggedRun.read(truth(work)).rows();
    }

    Path truth(String work) {
        return directory.resolve(work + ".json");
    }

    List<Map<String, @Nullable Object>> scan(String run) {
        return rows(map(sdk.read("read_back.py", "run", run)).get("scan"));
    }
}
