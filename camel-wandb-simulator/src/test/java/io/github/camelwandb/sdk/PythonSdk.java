// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The real W&amp;B SDK, talking to one server. Its environment holds nothing of the user's: no netrc, no settings, no proxies.
 * Settings are those that make it quick and quiet (rows are sent each second instead of every 15), and {@link #with} changes them.
 */
public final class PythonSdk {

    private final PythonHome home;
    private final Path directory;
    private final Map<String, String> environment;

    private PythonSdk(PythonHome home, Path directory, Map<String, String> environment) {
        this.home = home;
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * The SDK for a server. The test is skipped if this machine has no SDK, and fails if it runs with {@code CI=true}.
     *
     * @param baseUrl such as {@code http://127.0.0.1:8080}
     * @param apiKey 40 characters
     * @param directory an empty one, for whatever the SDK and the scripts write
     */
    public static PythonSdk orSkip(String baseUrl, String apiKey, Path directory) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                "LANG", "C.UTF-8",
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONUNBUFFERED", "1"));
        for (String variable : List.of("HOME", "WANDB_DIR", "WANDB_CACHE_DIR", "WANDB_CONFIG_DIR", "WANDB_DATA_DIR")) {
            environment.put(variable, directory.toString());
        }
        environment.put("WANDB_BASE_URL", baseUrl);
        environment.put("WANDB_API_KEY", apiKey);
        environment.put("WANDB_INIT_TIMEOUT", "20");
        environment.put("WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL", "1");
        environment.put("WANDB_ERROR_REPORTING", "false");
        environment.put("WANDB_CONSOLE", "off");
        environment.put("WANDB_X_SAVE_REQUIREMENTS", "false");
        for (String quiet : List.of(
                "WANDB_SILENT",
                "WANDB_DISABLE_GIT",
                "WANDB_DISABLE_CODE",
                "WANDB_X_DISABLE_STATS",
                "WANDB_X_DISABLE_META",
                "WANDB_X_DISABLE_MACHINE_INFO",
                "WANDB_X_DISABLE_VIEWER")) {
            environment.put(quiet, "true");
        }
        return new PythonSdk(PythonHome.orSkip(), directory, environment);
    }

    /** The same with one environment variable set. */
    public PythonSdk with(String variable, String value) {
        Map<String, String> changed = new TreeMap<>(environment);
        changed.put(variable, value);
        return new PythonSdk(home, directory, changed);
    }

    /** Runs one of our scripts to its end, within a minute. */
    public PythonScript run(String script, String... arguments) {
        PythonScript running = start(script, arguments);
        running.await(Duration.ofMinutes(1));
        return running;
    }

    /** Runs one of our scripts, and fails if it fails. Answers the JSON that it printed. */
    public Object read(String script, String... arguments) {
        return SdkJson.parse(run(script, arguments).succeeded().output());
    }

    /** Starts one of our scripts, to be closed. */
    public PythonScript start(String script, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.interpreter().toString());
        command.add(home.scripts().resolve(script).toString());
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Runs the command line {@code wandb} to its end, within a minute. */
    public PythonScript wandb(String... arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(home.interpreter().toString(), "-m", "wandb"));
        command.addAll(List.of(arguments));
        PythonScript running = start(command);
        running.await(Duration.ofMinutes(1));
        return running;
    }

    private PythonScript start(List<String> command) {
        try {
            // Files take any amount of output without a thread that reads it.
            Path output = Files.createTempFile(directory, "script", ".out");
            Path errors = Files.createTempFile(directory, "script", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new PythonScript(builder.start(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.get(0), e);
        }
    }
}
