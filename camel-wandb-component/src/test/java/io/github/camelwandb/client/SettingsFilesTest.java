// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFilesTest {

    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Map<String, String> completing(Map<String, String> environment) {
        return SettingsFiles.completing(environment, folder.resolve("work"));
    }

    @Test
    void theFileOfTheWorkingDirectoryWinsOverThatOfTheUserAndVariablesOverBoth() throws IOException {
        write(
                "home/.config/wandb/settings",
                "[default]\nentity = acme\nproject = all\nbase_url = https://wandb.acme.com\n");
        write("work/wandb/settings", "[other]\nentity = nobody\n[default]\nentity = vision\nproject: night\n");

        Map<String, String> completed =
                completing(Map.of("HOME", folder.resolve("home").toString(), "WANDB_PROJECT", "day"));

        assertThat(completed)
                .containsEntry("WANDB_ENTITY", "vision")
                .containsEntry("WANDB_PROJECT", "day")
                .containsEntry("WANDB_BASE_URL", "https://wandb.acme.com");
    }

    @Test
    void theDirectoryOfTheUsersFileCanBeAnother() throws IOException {
        write("config/settings", "[default]\nentity = acme\n");

        assertThat(completing(
                        Map.of("WANDB_CONFIG_DIR", folder.resolve("config").toString())))
                .containsEntry("WANDB_ENTITY", "acme");
    }

    @Test
    void whereThereIsNoFileTheVariablesStayAsTheyAre() {
        Map<String, String> variables = Map.of("HOME", folder.toString(), "PATH", "/bin");

        assertThat(completing(variables)).isEqualTo(variables);
    }

    @Test
    void anEmptyVariableSaysNothing() throws IOException {
        write("config/settings", "[default]\nbase_url = https://wandb.acme.com\n");

        assertThat(completing(Map.of(
                        "WANDB_CONFIG_DIR",
                        folder.resolve("config").toString(),
                        "WANDB_BASE_URL",
                        "",
                        "NO_PROXY",
                        " ")))
                .containsEntry("WANDB_BASE_URL", "https://wandb.acme.com")
                .doesNotContainKey("NO_PROXY");
    }
}
