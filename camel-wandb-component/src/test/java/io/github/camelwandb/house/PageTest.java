// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The component's page; {@code -Dwandb.docs.update=true} writes its tables anew. */
class PageTest {

    @Test
    void theTablesOfThePageAreThoseOfTheDescriptor() throws IOException {
        String page = Tree.read(Tree.PAGE);
        String refreshed = new PageTables(Tree.descriptor()).refresh(page);

        if (Boolean.getBoolean("wandb.docs.update")) {
            Files.writeString(Tree.PAGE, refreshed);
        } else {
            assertThat(page)
                    .as("the page, whose tables this writes anew: mvn test -Dtest=PageTest -Dwandb.docs.update=true")
                    .isEqualTo(refreshed);
        }
    }

    @Test
    void thePageHasEveryTable() {
        assertThat(PageTables.tablesOf(Tree.read(Tree.PAGE)))
                .containsExactlyInAnyOrder("component-options", "path-parameters", "endpoint-options", "headers");
    }

    @Test
    void thePageExplainsEveryOperation() {
        String page = Tree.read(Tree.PAGE);

        assertThat(Arrays.stream(WandbOperation.values()).map(WandbOperation::name))
                .allSatisfy(operation -> assertThat(page).contains("| `" + operation + "`"));
    }
}
