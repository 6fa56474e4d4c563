// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static io.github.camelwandb.it.sinks.AcknowledgementTable.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkIT extends SinkTestSupport {

    @TempDir
    Path parent;

    @Test
    void aFileCompletesWhenTheTextIsInIt() throws Exception {
        Path directory = parent.resolve("rows");
        Files.writeString(directory, "a file where the directory belongs");
        rowsInto(route -> route.to("file:" + directory + "?fileName=rows.jsonl&fileExist=Append&appendChars=\\n"));

        line(
                "`file`",
                staysUntilStored(() -> stepsIn(directory.resolve("rows.jsonl")), () -> Files.delete(directory)),
                "When the text is written and the file closed; it is the operating system that takes it to the disk.");
    }

    private static List<Long> stepsIn(Path file) throws IOException {
        return Files.exists(file) ? Steps.in(Files.readString(file)) : List.of();
    }
}
