// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbServerIncompatibleException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.FlatRun;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.simulator.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a run says of where it comes from. */
class RunMetadataTest extends OperatingTestSupport {

    private static final String RUN = "team/vision/r1";
    private static final String WITH_METADATA = "wandb:" + RUN + "?operation=getRun&metadata=true";

    private void file(String content) {
        wandb.run(RUN).file("wandb-metadata.json", content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFileOfMetadataIsReadWhereItIsAskedFor() {
        file("{\"os\":\"Linux\",\"host\":\"gpu-7\",\"program\":\"train.py\",\"gpu_nvidia\":[{\"name\":\"H100\"}],"
                + "\"git\":{\"remote\":\"https://git.example.com/vision.git\",\"commit\":\"c0ffee\"},\"load\":NaN}");
        wandb.run(RUN).origin("c0ffee", "gpu-7");

        Run run = answer(WITH_METADATA, Run.class);

        assertThat(run.commit()).isEqualTo("c0ffee");
        assertThat(run.gitRemote()).isEqualTo("https://git.example.com/vision.git");
        assertThat(run.program()).isEqualTo("train.py");
        assertThat(run.host()).isEqualTo("gpu-7");
        assertThat(run.metadata())
                .containsEntry("os", "Linux")
                .containsEntry("gpu_nvidia", List.of(Map.of("name", "H100")));
        assertThat(run.asMap())
                .containsEntry("commit", "c0ffee")
                .containsEntry("gitRemote", "https://git.example.com/vision.git")
                .containsEntry("program", "train.py")
                .containsEntry("host", "gpu-7")
                .containsEntry("metadata", run.metadata());
    }

    @Test
    void otherwiseItIsNotAskedFor() {
        file("{\"host\":\"gpu-7\"}");

        Run run = answer("wandb:" + RUN + "?operation=getRun", Run.class);

        assertThat(run.metadata()).isEmpty();
        assertThat(run.host()).isNull();
        assertThat(run.asMap()).doesNotContainKeys("metadata", "host");
        assertThat(requests("RunFile")).isZero();
    }

    @Test
    void aRunThatHasNoMetadataSaysNothing() {
        wandb.run(RUN);

        Run run = answer(WITH_METADATA, Run.class);

        assertThat(run.metadata()).isEmpty();
        assertThat(run.gitRemote()).isNull();
        assertThat(run.program()).isNull();
        assertThat(run.host()).isNull();
        assertThat(run.asMap()).doesNotContainKey("metadata");
    }

    @Test
    void metadataOfAnotherFormSayLess() {
        file("{\"git\":\"none\",\"program\":7}");

        Run run = answer(WITH_METADATA, Run.class);

        assertThat(run.gitRemote()).isNull();
        assertThat(run.program()).isNull();
        assertThat(run.metadata()).containsEntry("program", 7);
    }

    @Test
    void aFileOfMetadataThatIsNoObjectIsAnErrorWithItsName() {
        for (String content : List.of("[1]", "{\"os\":", "")) {
            file(content);

            refusal(WITH_METADATA, null, Map.of())
                    .hasMessageContaining(RUN + "/wandb-metadata.json")
                    .hasCauseInstanceOf(WandbServerIncompatibleException.class);
        }
    }

    @Test
    void aStorageThatFailsIsNoMissingFile() {
        file("{}");
        wandb.simulator().faults().add(Fault.status(503).on("file"));

        refusal(WITH_METADATA, null, Map.of()).hasCauseInstanceOf(WandbUnavailableException.class);
    }

    @Test
    void anUnknownRunIsNotFoundWithMetadataToo() {
        wandb.simulator().project("team/vision");

        refusal(WITH_METADATA, null, Map.of())
                .hasMessageContaining(RUN)
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    private void hosts(String... hosts) {
        for (int i = 0; i < hosts.length; i++) {
            wandb.run("team/vision/r" + i).file("wandb-metadata.json", hosts[i].getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> queried() {
        return take(
                        answer("wandb:team/vision?operation=queryRuns&metadata=true&pageSize=2", Iterator.class),
                        100,
                        Run.class)
                .stream()
                .map(Run::host)
                .toList();
    }

    @Test
    void thoseOfAPageOfRunsTakeOneRequestMoreEach() {
        hosts("{\"host\":\"a\"}", "{\"host\":\"b\"}", "{\"host\":\"c\"}");
        wandb.run("team/vision/r3");

        assertThat(queried()).containsExactly("a", "b", "c", null);

        assertThat(requests("RunsWithMetadata")).isEqualTo(2);
        assertThat(requests("RunFile")).isZero();
        assertThat(requests("file")).isEqualTo(3);
    }

    @Test
    void anAddressThatHasExpiredIsAskedForAnew() {
        hosts("{\"host\":\"a\"}", "{\"host\":\"b\"}");
        wandb.simulator().faults().add(Fault.status(403).on("file").times(1));

        assertThat(queried()).containsExactly("a", "b");

        assertThat(requests("RunFile")).isEqualTo(1);
    }

    @Test
    void aFileThatCannotBeUnderstoodTakesNothingFromOtherRuns() {
        hosts("{\"host\":\"a\"}", "{\"host\":", "{\"host\":\"c\"}");

        assertThat(queried()).containsExactly("a", null, "c");
    }

    @Test
    void exportsHaveThemInColumnsOfTheirOwn() {
        wandb.run("team/vision/r1").config(Map.of("lr", 0.1)).log(0, Map.of("loss", 1));
        file("{\"host\":\"gpu-7\",\"git\":{\"commit\":\"c0ffee\"},\"args\":[\"--lr\",\"0.1\"]}");

        List<?> records =
                take(answer("wandb:team/vision?operation=exportRuns&metadata=true", Iterator.class), 10, Map.class);

        assertThat(records)
                .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
                .satisfies(run -> {
                    assertThat(run)
                            .containsEntry("metadata.host", "gpu-7")
                            .containsEntry("metadata.git.commit", "c0ffee")
                            .containsEntry("metadata.args", List.of("--lr", "0.1"));
                    assertThat(run.keySet().stream().skip(FlatRun.OF_EACH_RUN.size()))
                            .containsExactly(
                                    "config.lr",
                                    "metadata.args",
                                    "metadata.git.commit",
                                    "metadata.host",
                                    "summary._runtime",
                                    "summary._step",
                                    "summary._timestamp",
                                    "summary.loss");
                });
    }
}
