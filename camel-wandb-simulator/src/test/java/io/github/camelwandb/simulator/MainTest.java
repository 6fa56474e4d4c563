// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void itPrintsItsBaseUrlAndAcceptsTheKeyItWasGiven() throws Exception {
        Process process = start("--port", "0", "--api-key", "secret", "--project", "acme/vision");
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
        assertThatThrownBy(() -> new Arguments("--verbose"))
                .hasMessage(
                        "Unknown argument --verbose: there are --port NUMBER, --api-key KEY and --project ENTITY/PROJECT,"
                                + " which may be repeated; --train runs=5,rows=1000,perSecond=50 with --rewinds NUMBER and --seed NUMBER");
        assertThatThrownBy(() -> new Arguments("--port", "abc")).hasMessage("--port abc is not the number of a port");
    }

    @Test
    void itTellsWhichFormAPlanHas() {
        assertThatThrownBy(() -> new Arguments("--train", "runs=5,rows=0"))
                .hasMessage("--train runs=5,rows=0 has not the form runs=5,rows=1000,perSecond=50");
        assertThatThrownBy(() -> new Arguments("--train", "runs=5")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Arguments("--seed", "x"))
                .hasMessage("--seed x is not a number from 0 to 999999999");
    }

    @Test
    void itTrainsAndTellsTheTruth() throws Exception {
        Process process = start(
                "--port", "0", "--project", "acme/vision", "--train", "runs=2,rows=40,perSecond=200", "--rewinds", "3");
        try (BufferedReader out = process.inputReader()) {
            Caller caller = new Caller(out.readLine(), out.readLine());

            assertThat(out.readLine()).isEqualTo("trained");

            Caller.Answer truth = caller.send(caller.request("/simulator/rows/acme/vision/train-2"));
            String rows = new String(truth.response().body(), StandardCharsets.UTF_8);
            assertThat(rows.lines().map(row -> Caller.tree(row).path("_step").asInt()))
                    .isEqualTo(IntStream.range(0, 40).boxed().toList());
            assertThat(caller.run("acme/vision/train-2", "state").path("state").asText())
                    .isEqualTo("finished");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
