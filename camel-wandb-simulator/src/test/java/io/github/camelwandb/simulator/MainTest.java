// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void itPrintsItsBaseUrlAndAcceptsTheKeyItWasGiven() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--port",
                        "0",
                        "--api-key",
                        "secret")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String baseUrl = out.readLine();

            Caller.Answer answer = new Caller(baseUrl, "secret").graphql("{ viewer { username } }");

            assertThat(answer.data().at("/viewer/username").asText()).isEqualTo("simulator");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void itTellsWhichArgumentsThereAre() {
        assertThatThrownBy(() -> Main.main(new String[] {"--verbose"}))
                .hasMessage("Unknown argument --verbose: use --port NUMBER and --api-key KEY");
    }
}
