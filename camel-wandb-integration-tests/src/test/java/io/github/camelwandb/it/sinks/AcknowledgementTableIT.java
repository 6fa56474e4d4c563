// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The page says of each sink what its test has shown; {@code -Dwandb.docs.update=true} writes its table anew. */
@Order(Integer.MAX_VALUE)
class AcknowledgementTableIT {

    private static final Path PAGE = Path.of("../camel-wandb-component/src/main/docs/wandb-component.adoc");
    private static final Pattern TABLE =
            Pattern.compile("(// tested table: acknowledgement\n)(.*?)(// end of table\n)", Pattern.DOTALL);

    @Test
    void theTableOfThePageIsWhatTheTestsOfTheSinksHaveShown() throws IOException {
        String page = Files.readString(PAGE);
        Matcher table = TABLE.matcher(page);
        assertThat(table.find()).as("the page has the table").isTrue();
        String shown = AcknowledgementTable.text();

        if (Boolean.getBoolean("wandb.docs.update")) {
            Files.writeString(PAGE, page.substring(0, table.start(2)) + shown + page.substring(table.end(2)));
        } else {
            assertThat(table.group(2))
                    .as("the table, which this writes anew: see CONTRIBUTING.md, Prove it")
                    .isEqualTo(shown);
        }
    }
}
