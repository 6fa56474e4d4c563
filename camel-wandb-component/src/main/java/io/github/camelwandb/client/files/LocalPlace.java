// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a downloaded file goes: below a directory and never out of it, by no name and by no link. */
public final class LocalPlace {

    private final Path directory;
    private final Path relative;

    /**
     * @param directory may be reached by links; is created if it is not there
     * @param path below it, checked by {@link FileNames#require}; its folders are created if they are not there
     * @throws IllegalArgumentException if the path could lead out of the directory, or this system has no such paths
     */
    public LocalPlace(Path directory, String path) {
        this.directory = directory;
        this.relative = relative(FileNames.require(path));
    }

    private static Path relative(String path) {
        try {
            Path relative = Path.of(path);
            if (relative.isAbsolute() || relative.getRoot() != null || !relative.equals(relative.normalize())) {
                throw new IllegalArgumentException("'" + path + "' is not a path below a directory");
            }
            return relative;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + path + "' is no path on this system: " + e.getReason(), e);
        }
    }

    /** Where the file is, once it is whole. */
    public Path file() {
        return directory.resolve(relative);
    }

    /**
     * The same, as a folder that others go into, which need not be there.
     *
     * @throws IllegalArgumentException if it is a link, or one is on the way
     */
    public Path folder() {
        Path folder = directory;
        for (Path part : relative) {
            folder = folder.resolve(part);
            requireNoLink(folder);
        }
        return folder;
    }

    /**
     * The folder of the file, which is there then.
     *
     * @throws IllegalArgumentException if a link is on the way, or something else that is no directory, or a directory has the name of the
     *     file
     * @throws UncheckedIOException if it cannot be created
     */
    Path createFolder() {
        try {
            Path folder = Files.createDirectories(directory).toRealPath();
            Path parent = relative.getParent();
            if (parent != null) {
                for (Path part : parent) {
                    folder = folder.resolve(part);
                    createDirectory(folder);
                }
            }
            if (Files.isDirectory(folder.resolve(relative.getFileName()), LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException("'" + file() + "' is a directory, where a file must go");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of " + file() + " cannot be created: " + e, e);
        }
    }

    /**
     * Whether this content is there already, under the name of the file.
     *
     * @param size in bytes, null for any
     * @param md5 in base64; null if it cannot be told
     * @throws IllegalArgumentException if a link is on the way to it
     * @throws UncheckedIOException if it cannot be read
     */
    public boolean holds(@Nullable Long size, @Nullable String md5) {
        Path parent = relative.getParent();
        if (parent != null) {
            Path folder = directory;
            for (Path part : parent) {
                folder = folder.resolve(part);
                requireNoLink(folder);
            }
        }
        try {
            return md5 != null
                    && Files.isRegularFile(file(), LinkOption.NOFOLLOW_LINKS)
                    && (size == null || size == Files.size(file()))
                    && Md5.of(file()).equals(md5);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file() + " is there and cannot be read: " + e, e);
        }
    }

    private void createDirectory(Path folder) throws IOException {
        requireNoLink(folder);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                // another file of the same artifact may have made it meanwhile
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
            }
        }
    }

    private void requireNoLink(Path folder) {
        if (Files.isSymbolicLink(folder)) {
            throw new IllegalArgumentException("'" + folder + "' is a link on the way to " + file()
                    + ", and may lead out of " + directory + ": remove it, or name its target as the directory");
        }
    }
}
