// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static io.github.camelwandb.it.sinks.AcknowledgementTable.line;
import static org.apache.camel.builder.Builder.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the rows are in a file, which the process that goes on after a kill finds as it was. */
class IdempotentConsumerIT extends SinkTestSupport {

    @TempDir
    Path directory;

    private final Gate gate = new Gate();

    @Test
    void aRowThatAKillInterruptsIsTakenForARepeat() throws Exception {
        rowsInto(route -> onceEach(route, keys()).process(gate));

        eventually(() -> assertThat(passedOnAfterKill()).doesNotContain(0L).contains(1L, 2L));
        assertThat(gate.stored()).isEmpty();
        gate.open(); // else it would hold up the end of the test
        line(
                "`idempotentConsumer` with a persistent repository",
                Acknowledged.TOO_EARLY,
                "When the rest of the route has ended. But the key of the row is stored before, so that a kill between makes it a repeat. Use `eager=false`.");
    }

    @Test
    void aRowThatAKillInterruptsComesAgainWhereItsKeyIsStoredAtTheEnd() throws Exception {
        rowsInto(route -> onceEach(route, keys()).eager(false).process(gate));

        staysUntilStored(gate::stored, () -> {
            assertThat(passedOnAfterKill()).contains(0L, 1L, 2L);
            gate.open();
        });
    }

    private List<Long> passedOnAfterKill() throws Exception {
        Path copy = Files.createTempFile(directory, "keys", "");
        Files.write(copy, Files.exists(keys()) ? Files.readAllBytes(keys()) : new byte[0]);
        return deliveredAfterKill(route -> onceEach(route, copy));
    }

    private Path keys() {
        return directory.resolve("keys.txt");
    }

    private static IdempotentConsumerDefinition onceEach(ProcessorDefinition<?> route, Path keys) {
        return route.idempotentConsumer(header(WandbConstants.ROW_KEY))
                .idempotentRepository(FileIdempotentRepository.fileIdempotentRepository(keys.toFile()));
    }
}
