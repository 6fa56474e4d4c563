// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that cannot be what holds our positions is never taken for an empty one. */
class RefusedFilesTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("positions");
    }

    private void assertRefused(String sentence) {
        assertThatExceptionOfType(OffsetStoreException.class)
                .isThrownBy(() -> FileStores.open(file).close())
                .withMessageContaining("offsetPath=" + file)
                .withMessageContaining(sentence);
    }

    @Test
    void anEmptyFile() throws IOException {
        Files.createFile(file);

        assertRefused("is empty");
        assertThat(file).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4096, 8192, 100_000})
    void aFileOfSomethingElse(int length) throws IOException {
        Files.writeString(file, "v1=0\n".repeat(length / 5 + 1).substring(0, length));

        assertRefused("is no file of positions");
        assertThat(file).hasSize(length);
    }

    @Test
    void aFileOfMVStoreThatIsNotOurs() throws IOException {
        try (MVStore other = MVStore.open(file.toString())) {
            other.openMap("positions").put("a", "1");
        }
        byte[] before = Files.readAllBytes(file);

        assertRefused("is no file of positions");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aFileOfANewerFormat() {
        FileStores.open(file).close();
        try (MVStore store = MVStore.open(file.toString())) {
            MVMap<String, String> identity = store.openMap(
                    "identity",
                    new MVMap.Builder<String, String>()
                            .keyType(StringDataType.INSTANCE)
                            .valueType(StringDataType.INSTANCE));
            identity.put("format", "2");
        }

        assertRefused("has format 2, which this version does not know");
    }

    @Test
    void aFileThatAnotherStoreOfThisProcessHasOpen() {
        try (FileOffsetStore first = FileStores.open(file)) {
            assertRefused("is in use by another process");

            first.setState("a", "1");
            assertThat(first.getState("a")).isEqualTo("1");
        }
    }

    @Test
    void aFileThatAnotherProcessHasOpen() throws Exception {
        FileStores.open(file).close();
        try (OtherProcess other = OtherProcess.committing(file)) {
            other.acknowledged(1);

            assertRefused("is in use by another process");
        }
    }

    /** A lock is the whole process's, and goes with any channel of the process that is closed. */
    @Test
    void aFileStaysOursWhereAnotherStoreOfThisProcessWasRefused() throws Exception {
        try (FileOffsetStore first = FileStores.open(file)) {
            assertRefused("is in use by another process");

            try (OtherProcess other = OtherProcess.committing(file)) {
                assertThat(other.isRefused()).isTrue();
            }
            first.setState("a", "1");
        }
    }

    @Test
    void aDirectory() throws IOException {
        Files.createDirectory(file);

        assertRefused("is a directory");
    }

    @Test
    void aFileThatMayNotBeRead() throws IOException {
        FileStores.open(file).close();
        assumeThat(Files.getFileStore(directory).supportsFileAttributeView("posix"))
                .isTrue();
        Files.setPosixFilePermissions(file, Set.of());
        assumeThat(Files.isReadable(file)).as("some users may read everything").isFalse();

        assertRefused("may not be read and written by this process");
    }

    @Test
    void aPlaceWhereNoFileCanBeMade() throws IOException {
        Files.writeString(directory.resolve("text"), "", UTF_8);
        file = directory.resolve("text").resolve("positions");

        assertRefused("cannot be created");
    }

    @Test
    void aFileThatWasCutOff() throws IOException {
        FileStores.open(file).close();
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(8192);
        }

        assertRefused("is no file of positions, or its beginning is damaged");
    }

    @Test
    void aCrashWhileAFileIsMadeLeavesNoneThatIsRefused() throws IOException {
        Files.createFile(directory.resolve("positions.1f3e.new"));

        FileStores.open(file).close();

        assertThat(file).isNotEmptyFile();
    }
}
