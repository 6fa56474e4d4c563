// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.it.process.JavaProcess;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files pass through a heap that is smaller than they are. {@code -Dfiles.mebibytes=1024} makes them as large as is promised. */
class LargeFilesIT {

    private static final Path LOG = Path.of("target", "load", "files.log");

    @TempDir
    Path folder;

    @Test
    void aLargeFileIsDownloadedAndUploadedInASmallHeap() throws Exception {
        int mebibytes = Integer.getInteger("files.mebibytes", 192);
        Files.createDirectories(LOG.getParent());
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path directory = folder.resolve("files");
        try (LargeFileServer server = LargeFileServer.start(mebibytes);
                JavaProcess process = JavaProcess.start(
                        LOG,
                        List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + temporary),
                        Map.of("WANDB_BASE_URL", server.baseUrl(), "WANDB_API_KEY", "0".repeat(40)),
                        FileRoute.class,
                        directory.toString())) {
            run(process, FileRoute.DOWNLOAD, mebibytes);
            assertThat(md5(directory.resolve("large.bin"))).isEqualTo(server.fileMd5());
            assertThat(server.downloads()).as("the first one broke off").isEqualTo(2);

            for (String route : List.of(FileRoute.UPLOAD, FileRoute.UPLOAD_STREAM)) {
                run(process, route, mebibytes);
                assertThat(server.uploadedMd5()).isEqualTo(server.fileMd5());
                assertThat(server.uploadedSize()).isEqualTo((long) mebibytes << 20);
            }
            process.stop();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("wandb-")))
                    .as("temporary files left behind")
                    .isEmpty();
        }
    }

    private static void run(JavaProcess process, String route, int mebibytes) {
        long start = System.nanoTime();
        process.writeLine(route);
        assertThat(process.readLine()).isEqualTo(FileRoute.DONE);
        System.out.printf(
                "%s of %d MiB in %d ms with -Xmx128m%n",
                route, mebibytes, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private static String md5(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }
}
