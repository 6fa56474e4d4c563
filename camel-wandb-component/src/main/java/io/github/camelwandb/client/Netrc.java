// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The netrc file: {@code machine HOST login NAME password SECRET}, or {@code default} in place of a machine. */
final class Netrc {

    private static final Logger LOG = LoggerFactory.getLogger(Netrc.class);

    private Netrc() {}

    /** {@code $NETRC}, or {@code ~/.netrc}, or if that does not exist {@code ~/_netrc}. */
    static Path file(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        String explicit = environment.get("NETRC");
        if (explicit != null && !explicit.isBlank()) {
            return explicit.startsWith("~/") ? home.resolve(explicit.substring(2)) : Path.of(explicit);
        }
        Path usual = home.resolve(".netrc");
        Path windows = home.resolve("_netrc");
        return !Files.exists(usual) && Files.exists(windows) ? windows : usual;
    }

    /** The password for the machine, or that of the default entry behind it. A file that cannot be read counts as none. */
    static Optional<String> password(Path file, String machine) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return password(Files.readString(file, StandardCharsets.UTF_8), machine);
        } catch (IOException e) {
            LOG.warn("{} cannot be read and is passed over: {}", file, e.toString());
            return Optional.empty();
        }
    }

    static Optional<String> password(String text, String machine) {
        Deque<String> words = new ArrayDeque<>();
        // a macro runs to the next empty line
        text.replaceAll("(?ms)^\\s*macdef\\b.*?(^\\s*$|\\z)", "")
                .lines()
                .map(line -> line.replaceFirst("^\\s*#.*", ""))
                .flatMap(line -> Arrays.stream(line.trim().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        boolean wanted = false;
        while (!words.isEmpty()) {
            switch (words.remove()) {
                case "machine" -> wanted = machine.equals(words.poll());
                case "default" -> wanted = true;
                case "login", "account" -> words.poll();
                case "password" -> {
                    String password = words.poll();
                    if (wanted && password != null) {
                        return Optional.of(unquoted(password));
                    }
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
