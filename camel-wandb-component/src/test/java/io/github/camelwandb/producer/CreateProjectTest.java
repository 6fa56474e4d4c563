// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.WandbPermissionException;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.simulator.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreateProjectTest extends OperatingTestSupport {

    private static final String SPEECH = "wandb:team/speech?operation=createProject";

    @Test
    void aProjectIsCreated() {
        wandb.simulator().project("team/vision");

        Project project = answer(SPEECH, Project.class);

        assertThat(project.path()).hasToString("team/speech");
        assertThat(answer("wandb:team/speech?operation=countRuns", Long.class)).isZero();
    }

    @Test
    void anEmptyBodyIsNoDescription() {
        wandb.simulator().project("team/vision");

        assertThat(answer(SPEECH, "", Map.of())
                        .getMessage()
                        .getBody(Project.class)
                        .path())
                .hasToString("team/speech");
    }

    @Test
    void oneThatIsThereIsAnsweredAsItIs() {
        wandb.run("team/speech/r1");
        Project before = answer("wandb:team/speech?operation=getProject", Project.class);

        Project project = answer(SPEECH, Map.of("description", "other"), Map.of())
                .getMessage()
                .getBody(Project.class);

        assertThat(project).isEqualTo(before);
        assertThat(requests("CreateProject")).isZero();
    }

    @Test
    void theBodyDescribesIt() {
        wandb.simulator().project("team/vision");

        answer(SPEECH, "{\"description\":\"words\"}", Map.of());

        assertThat(wandb.simulator().requests("CreateProject"))
                .singleElement()
                .satisfies(request -> assertThat(request.variables()).containsEntry("description", "words"));
    }

    @Test
    void whatIsNoDescriptionIsRefused() {
        wandb.simulator().project("team/vision");

        refusal(SPEECH, Map.of("name", "x"), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name")
                .hasMessageContaining("description");
        refusal(SPEECH, Map.of("description", 7), Map.of())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("description=7");
        refusal(SPEECH, "[1]", Map.of()).isInstanceOf(IllegalArgumentException.class);
        assertThat(requests("CreateProject")).isZero();
    }

    @Test
    void anUnknownEntityIsNotFound() {
        refusal("wandb:nobody/speech?operation=createProject", null, Map.of())
                .hasMessageContaining("nobody")
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void aServerThatDoesNotSayWhatItMadeDidNotMakeIt() {
        wandb.simulator().project("team/vision");
        wandb.simulator()
                .faults()
                .add(Fault.status(200, "{\"data\":{\"upsertModel\":null}}").on("CreateProject"));

        refusal(SPEECH, null, Map.of())
                .hasMessageContaining("team/speech")
                .hasCauseInstanceOf(WandbPermissionException.class);
    }

    @Test
    void anEndpointThatReadsDoesNotCreate() {
        wandb.simulator().project("team/vision");

        refusal("wandb:team/speech", null, Map.of(WandbConstants.OPERATION, "createProject"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only reads");
    }
}
