// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files of the source tree and of the class path; tests run in the folder of their module. */
final class Tree {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path PAGE = Path.of("src/main/docs/wandb-component.adoc");

    private Tree() {}

    static String resource(String name) throws IOException {
        try (InputStream stream = Tree.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException(
                        name + " is not on the class path: the build makes it, run mvn process-test-classes");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String descriptor() throws IOException {
        return resource("/META-INF/io/github/camelwandb/wandb.json");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of the whole tree whose names end so, without what a build has made. */
    static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(file -> Stream.of("target", "node_modules", ".git")
                            .noneMatch(folder -> ROOT.relativize(file).startsWith(folder)
                                    || ROOT.relativize(file).toString().contains("/" + folder + "/")))
                    .sorted()
                    .toList();
        }
    }
}
