// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static io.github.camelwandb.client.Clients.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.model.LogLine;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.simulator.SimulatedRun;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines of a console of which a thousand would not fit into a small heap. */
class LongLinesTest {

    private static final RunPath RUN = new RunPath("team", "vision", "r1");

    @RegisterExtension
    final Clients clients = new Clients();

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @Test
    void ofATailSomeMebibytesAreHeldAndTheOthersComeWithTheNextAnswers() {
        WandbClient client = clients.builder(wandb.baseUrl(), wandb.apiKey()).build();
        SimulatedRun run = wandb.run(RUN.toString());
        for (int line = 0; line < 300; line++) {
            run.console("x".repeat(line % 2 == 0 ? 60_000 : 100));
        }

        List<Long> numbers = new ArrayList<>();
        long next = 20;
        while (next < 300) {
            List<LogLine> lines = answer(client.logTail(RUN, 1000, next)).lines();
            assertThat(lines).isNotEmpty().hasSizeLessThan(80);
            lines.forEach(line -> numbers.add(line.number()));
            next = lines.get(lines.size() - 1).number() + 1;
        }

        assertThat(numbers).isEqualTo(LongStream.range(20, 300).boxed().toList());
    }
}
