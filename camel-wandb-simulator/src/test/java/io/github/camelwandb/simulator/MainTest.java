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
                        "secret",
                        "--project",
                        "acme/vision")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            String baseUrl = out.readLine();

            Caller.Answer answer = new Caller(baseUrl, "secret").graphql("{ viewer { username } }");

            assertThat(answer.data().at("/viewer/username").asText()).isEqualTo("simulator");
            assertThat(out.readLine()).isEqualTo("secret");
            assertThat(new Caller(baseUrl, "secret")
                            .graphql("{ project(entityName: \"acme\", name: \"vision\") { name } }")
                            .data()
                            .at("/project/name")
                            .asText())
                    .isEqualTo("vision");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void itTellsWhichArgumentsThereAre() {
        assertThatThrownBy(() -> Main.start("--verbose"))
                .hasMessage(
                        "Unknown argument --verbose: there are --port NUMBER, --api-key KEY and --project ENTITY/PROJECT,"
                                + " which may be repeated");
        assertThatThrownBy(() -> Main.start("--port", "abc")).hasMessage("--port abc is not the number of a port");
    }
}
