// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.WandbNotFoundException;
import io.github.camelwandb.client.model.Project;
import io.github.camelwandb.client.model.Report;
import io.github.camelwandb.client.model.Viewer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadProjectsTest extends OperatingTestSupport {

    @Test
    void viewerAnswersWhoseKeyItIs() {
        Viewer viewer = answer("wandb:-/-?operation=viewer", Viewer.class);

        assertThat(viewer.username()).isEqualTo("simulator");
        assertThat(viewer.entity()).isEqualTo("simulator");
    }

    @Test
    void getProjectAnswersTheProject() {
        wandb.simulator().project("team/vision");

        Project project = answer("wandb:team/vision?operation=getProject", Project.class);

        assertThat(project.path()).hasToString("team/vision");
        assertThat(project.user()).isEqualTo("simulator");
        assertThat(project.createdAt()).isNotNull();
        assertThat(project.url()).endsWith("/team/vision/workspace");
    }

    @Test
    void aProjectIsJsonWhereTextIsWanted() {
        wandb.simulator().project("team/vision");

        assertThat(answer("wandb:team/vision?operation=getProject", String.class))
                .startsWith("{\"entity\":\"team\",\"project\":\"vision\",\"storageId\":\"");
    }

    @Test
    void anUnknownProjectIsNotFound() {
        for (String operation : List.of("getProject", "listReports")) {
            refusal("wandb:team/nowhere?operation=" + operation, null, Map.of())
                    .hasMessageContaining("team/nowhere")
                    .hasCauseInstanceOf(WandbNotFoundException.class);
        }
    }

    @Test
    void listProjectsNeedsNoProjectAndAsksForAPageWhenItGetsThere() {
        for (int i = 0; i < 25; i++) {
            wandb.simulator().project("team/p" + i);
        }
        wandb.simulator().project("other/elsewhere");

        Iterator<?> projects = answer("wandb:team/-?operation=listProjects&pageSize=10", Iterator.class);

        assertThat(take(projects, 10, Project.class)).hasSize(10);
        assertThat(requests("Projects")).isEqualTo(1);
        assertThat(take(projects, 100, Project.class))
                .extracting(project -> project.path().toString())
                .hasSize(15)
                .endsWith("team/p24");
        assertThat(requests("Projects")).isEqualTo(3);
    }

    @Test
    void theProjectsOfTheKeysOwnEntityAreListedWhereNoneIsNamed() {
        wandb.simulator().project("simulator/mine");

        assertThat(take(answer("wandb:-/-?operation=listProjects", Iterator.class), 10, Project.class))
                .extracting(project -> project.path().toString())
                .containsExactly("simulator/mine");
    }

    @Test
    void aMessageCanNameTheEntity() {
        wandb.simulator().project("team/vision");

        Iterator<?> projects = answer(
                        "wandb:-/-?operation=listProjects", null, Map.of(WandbConstants.OVERRIDE_ENTITY, "team"))
                .getMessage()
                .getBody(Iterator.class);

        assertThat(take(projects, 10, Project.class)).hasSize(1);
    }

    @Test
    void anEntityWithoutProjectsIsEmpty() {
        assertThat(answer("wandb:simulator/-?operation=listProjects", Iterator.class)
                        .hasNext())
                .isFalse();
    }

    @Test
    void anUnknownEntityIsNotFound() {
        refusal("wandb:nobody/-?operation=listProjects", null, Map.of())
                .hasMessageContaining("Entity nobody")
                .hasCauseInstanceOf(WandbNotFoundException.class);
    }

    @Test
    void listReportsAnswersTheReportsWithTheirAddresses() {
        wandb.simulator().report("team/vision", "What we found: part 1");
        wandb.simulator().report("team/vision", "Summary");

        List<Report> reports =
                take(answer("wandb:team/vision?operation=listReports&pageSize=1", Iterator.class), 10, Report.class);

        assertThat(reports).extracting(Report::title).containsExactly("What we found: part 1", "Summary");
        assertThat(reports.get(0).user()).isEqualTo("simulator");
        assertThat(reports.get(0).createdAt()).isNotNull();
        assertThat(reports.get(0).url())
                .endsWith("/team/vision/reports/What-we-found-part-1--"
                        + reports.get(0).id().replace("=", ""));
    }

    @Test
    void aProjectWithoutReportsIsEmpty() {
        wandb.simulator().project("team/vision");

        assertThat(answer("wandb:team/vision?operation=listReports", Iterator.class)
                        .hasNext())
                .isFalse();
    }
}
