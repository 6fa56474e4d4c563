// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings files of W&amp;B's own clients, which {@code wandb init} and {@code wandb login --host} write: {@code wandb/settings} in the
 * working directory, and {@code ~/.config/wandb/settings} or {@code settings} in {@code WANDB_CONFIG_DIR}. INI, of which the section
 * {@code default} counts.
 */
public final class SettingsFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFiles.class);

    private static final Map<String, String> VARIABLES =
            Map.of("entity", "WANDB_ENTITY", "project", "WANDB_PROJECT", "base_url", "WANDB_BASE_URL");

    private SettingsFiles() {}

    /**
     * The variables, and where they say nothing what the files say.
     *
     * @param workingDirectory where the process was started
     */
    public static Map<String, String> completing(Map<String, String> environment, Path workingDirectory) {
        Map<String, String> settings = new HashMap<>();
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String folder = environment.get("WANDB_CONFIG_DIR");
        settings.putAll(read((folder == null ? home.resolve(".config/wandb") : Path.of(folder)).resolve("settings")));
        settings.putAll(read(workingDirectory.resolve("wandb/settings")));
        environment.forEach((variable, value) -> {
            if (!value.isBlank()) { // such as a deployment leaves behind that has no value for it
                settings.put(variable, value);
            }
        });
        return settings;
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> settings = new HashMap<>();
        if (!Files.isRegularFile(file)) {
            return settings;
        }
        try {
            boolean isDefault = false;
            for (String line :
                    Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
                String[] parts = line.split("[=:]", 2);
                String variable = VARIABLES.get(parts[0].trim());
                if (line.trim().startsWith("[")) {
                    isDefault = line.trim().equalsIgnoreCase("[default]");
                } else if (isDefault && parts.length == 2 && variable != null && !parts[1].isBlank()) {
                    settings.put(variable, parts[1].trim());
                }
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read and is passed over: {}", file, e.toString());
        }
        return settings;
    }
}
