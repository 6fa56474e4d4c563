// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.client.Clients;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.files.Content;
import io.github.camelwandb.client.model.Artifact;
import io.github.camelwandb.client.model.RunPath;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.WandbSimulatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large files are uploaded in parts; here files of some kilobytes are large. */
class MultipartTest {

    private static final Multipart SMALL = new Multipart(200_000, 70_000);
    private static final RunPath RUN = new RunPath("team", "vision", "r1");

    @RegisterExtension
    final WandbSimulatorExtension wandb = WandbSimulatorExtension.create();

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    Path folder;

    private final byte[] content = new byte[250_000];

    @BeforeEach
    void aRun() {
        wandb.run(RUN.toString());
        new Random(1).nextBytes(content);
    }

    private Artifact log(Content large) throws IOException {
        HashedFile file = HashedFile.of("large.bin", large, SMALL);
        HashedFile small = HashedFile.of("small.txt", Content.of(new byte[] {1}), SMALL);
        NewArtifact artifact =
                new NewArtifact("vit", "model", null, Map.of(), List.of(), List.of(file, small), Map.of());
        return Clients.answer(clients.builder(wandb.baseUrl(), wandb.apiKey())
                .build()
                .artifacts()
                .log(RUN, artifact));
    }

    private byte[] stored() {
        return wandb.simulator().artifacts("team/vision").get(0).files().get("large.bin");
    }

    private List<RecordedRequest> parts() {
        return wandb.simulator().requests("artifact_file").stream()
                .filter(request -> request.path().startsWith("/parts/"))
                .toList();
    }

    @Test
    void theFileIsPutTogetherOfItsParts() throws IOException {
        assertThat(log(Content.of(content)).name()).isEqualTo("vit:v0");

        assertThat(stored()).isEqualTo(content);
        assertThat(parts())
                .hasSize(4)
                .allSatisfy(part -> assertThat(part.headers()).containsKey("content-md5"));
        assertThat(wandb.simulator().requests("CompleteArtifactFile")).hasSize(1);
    }

    @Test
    void partsOfAFileOnTheDiskAreReadWhereTheyAre() throws IOException {
        log(Content.of(Files.write(folder.resolve("f"), content)));

        assertThat(stored()).isEqualTo(content);
    }

    @Test
    void aPartThatIsCutOffIsSentAgainAndNoOther() throws IOException {
        wandb.simulator()
                .faults()
                .add(Fault.connectionReset().on("artifact_file").after(2).times(1));

        log(Content.of(content));

        assertThat(stored()).isEqualTo(content);
        assertThat(wandb.simulator().requests("artifact_file")).hasSize(6);
    }

    @Test
    void whenAddressesHaveExpiredThereAreNewOnesForAllParts() throws IOException {
        wandb.simulator()
                .faults()
                .before("artifact_file", 3, () -> wandb.simulator().expireLinks());

        log(Content.of(content));

        assertThat(stored()).isEqualTo(content);
        assertThat(parts()).extracting(RecordedRequest::status).contains(403);
    }

    @Test
    void anAnswerThatIsLostToTheLastQuestionMakesNoSecondVersion() throws IOException {
        wandb.simulator()
                .faults()
                .add(Fault.status(500).on("CompleteArtifactFile").times(1));

        log(Content.of(content));

        assertThat(stored()).isEqualTo(content);
        assertThat(wandb.simulator().artifacts("team/vision")).hasSize(1);
    }

    @Test
    void aStorageThatKeepsFailingLeavesNoVersion() {
        wandb.simulator().faults().add(Fault.status(503).on("artifact_file"));

        assertThatThrownBy(() -> log(Content.of(content))).isInstanceOf(WandbUnavailableException.class);
        assertThat(wandb.simulator().artifacts("team/vision")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "199999, 0", "200000, 3", "210000, 3", "210001, 4", "70000000, 1000", "700000000, 1000"
    })
    void thereAreNoMorePartsThanStoragesTake(long length, int parts) {
        long size = SMALL.sizeFor(length);

        assertThat(parts == 0 ? size >= length : (length + size - 1) / size == parts)
                .isTrue();
    }
}
