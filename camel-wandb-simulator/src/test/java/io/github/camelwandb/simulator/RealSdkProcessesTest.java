// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelwandb.sdk.PythonScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of runs of the real Python SDK whose process fails, waits or is killed, and whose server refuses. */
class RealSdkProcessesTest extends RealSdkTrainingSupport {

    @Test
    void anUncaughtExceptionMakesTheRunFailed() {
        assertThat(train("fail", RUN, "--rows", "5").exitCode()).isEqualTo(1);

        assertThat(wandb.run(RUN).state()).isEqualTo("failed");
        assertThat(wandb.run(RUN).exitCode()).isEqualTo(1);
        assertThat(scan(RUN)).isEqualTo(logged("fail")).hasSize(5);
    }

    @Test
    void anExitCodeMakesTheRunFailed() {
        assertThat(train("fail", RUN, "--rows", "5", "--exit-code", "3").exitCode())
                .isEqualTo(3);

        assertThat(wandb.run(RUN).state()).isEqualTo("failed");
        assertThat(wandb.run(RUN).exitCode()).isEqualTo(3);
    }

    @Test
    void rowsSurviveAServerThatRefusesForAWhile() {
        sdk = sdk.with("WANDB_X_FILE_STREAM_RETRY_WAIT_MIN_SECONDS", "1");
        wandb.simulator().faults().add(Fault.status(503).on("file_stream").times(2));

        train("train", RUN, "--rows", "60").succeeded();

        assertThat(wandb.simulator().requests("file_stream"))
                .extracting(RecordedRequest::status)
                .startsWith(503, 503, 200);
        assertThat(scan(RUN)).isEqualTo(logged("train"));
    }

    @Test
    void anOfflineRunArrivesWithSync() {
        sdk = sdk.with("WANDB_MODE", "offline");
        train("train", RUN, "--rows", "60").succeeded();
        assertThat(wandb.simulator().runs("team/vision")).isEmpty();

        sdk = sdk.with("WANDB_MODE", "online");
        sdk.wandb("sync", "--yes").succeeded();

        assertThat(scan(RUN)).isEqualTo(logged("train"));
    }

    /** 60 rows, of which the last 35 wait for a file. */
    private PythonScript trainingThatHolds(String go) {
        return sdk.start(
                "train.py",
                "train",
                RUN,
                "--out",
                truth("train").toString(),
                "--rows",
                "60",
                "--hold-after",
                "25",
                "--go",
                go);
    }

    @Test
    void rowsAppearWhileTheRunGoesOn() throws IOException {
        Path go = directory.resolve("go");
        try (PythonScript training = trainingThatHolds(go.toString())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> rowCount() == 25);
            assertThat(wandb.run(RUN).state()).isEqualTo("running");

            Files.createFile(go);
            training.await(Duration.ofSeconds(60)).succeeded();
        }
        assertThat(scan(RUN)).isEqualTo(logged("train")).hasSize(60);
    }

    @Test
    void aKilledProcessNeverSaysThatItsRunEnded() {
        try (PythonScript training = trainingThatHolds("never")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> rowCount() == 25);
        }

        assertThat(wandb.run(RUN).state()).isEqualTo("running");
        assertThat(wandb.run(RUN).exitCode()).isNull();
        assertThat(scan(RUN)).hasSize(25);
    }

    private int rowCount() {
        // Asking for a run that is not there would create it.
        return wandb.simulator().runs("team/vision").stream()
                .mapToInt(run -> run.rows().size())
                .sum();
    }
}
