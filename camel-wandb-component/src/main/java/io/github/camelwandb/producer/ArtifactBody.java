// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.client.artifacts.HashedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message as the files of an artifact: a folder with all that is in it, a Map of contents by name, or one file. Contents are
 * what {@link UploadBody} takes.
 */
final class ArtifactBody implements AutoCloseable {

    private final List<UploadBody> bodies = new ArrayList<>();
    private final List<HashedFile> files = new ArrayList<>();

    private ArtifactBody() {}

    /**
     * Reads all of them once.
     *
     * @param name of a body that is one file
     * @throws IllegalArgumentException if the body is none of these
     */
    static ArtifactBody of(Message message, FileName name) {
        ArtifactBody artifact = new ArtifactBody();
        try {
            artifact.read(message, name);
            return artifact;
        } catch (RuntimeException e) {
            artifact.close();
            throw e;
        }
    }

    private void read(Message message, FileName name) {
        Object body = message.getBody();
        Path path = LocalFile.path(body);
        if (path != null && Files.isDirectory(path)) {
            folder(path, message.getExchange());
        } else if (body instanceof Map<?, ?> map) {
            JsonValues.withTextKeys("the body", map)
                    .forEach((key, value) -> add(key, "'" + key + "' in the body", value, message.getExchange()));
        } else if (body != null) {
            String own = path == null ? null : String.valueOf(path.getFileName());
            add(name.ofBody(message, own), "The body", body, message.getExchange());
        }
    }

    private void folder(Path folder, Exchange exchange) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!Files.isRegularFile(file)) {
                        throw new IllegalArgumentException("The folder in the body has " + file
                                + ", which is no file and no folder: remove it, or have a copy in the place of a link");
                    }
                    found.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The folder in the body cannot be read: " + e, e);
        }
        found.forEach(file -> add(nameBelow(folder, file), file.toString(), file, exchange));
    }

    /** With slashes, whatever the system has. */
    private static String nameBelow(Path folder, Path file) {
        return StreamSupport.stream(folder.relativize(file).spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
    }

    private void add(String name, String what, @Nullable Object value, Exchange exchange) {
        FileName.checked("name of a file in the body", name);
        UploadBody body = UploadBody.of(what, value, exchange);
        bodies.add(body);
        try {
            files.add(HashedFile.of(name, body.content()));
        } catch (IOException e) {
            throw new UncheckedIOException(what + " cannot be read: " + e, e);
        }
    }

    List<HashedFile> files() {
        return List.copyOf(files);
    }

    /** Deletes temporary files, if there are any. */
    @Override
    public void close() {
        bodies.forEach(UploadBody::close);
    }
}
