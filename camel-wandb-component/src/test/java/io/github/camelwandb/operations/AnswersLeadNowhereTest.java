// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.SimulatedWandbTestSupport;
import io.github.camelwandb.WandbOperation;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Operations follow one another in a route, and headers stay in the message. */
class AnswersLeadNowhereTest extends SimulatedWandbTestSupport {

    @Test
    void noHeaderThatAnOperationAnswersIsOneThatAnotherGoesBy() throws Exception {
        Set<String> taken = new TreeSet<>();
        Set<String> answered = new TreeSet<>();
        for (WandbOperation operation : WandbOperation.values()) {
            OperationFacts facts = OperationFacts.of(operation, context, wandb.simulator());
            taken.addAll(facts.takes().keySet());
            answered.addAll(facts.sets().keySet());
        }

        assertThat(taken).contains("CamelWandbFileName", "CamelWandbOverrideRunId");
        assertThat(answered).contains("CamelWandbFileMd5", "CamelWandbRunId").doesNotContainAnyElementsOf(taken);
    }
}
