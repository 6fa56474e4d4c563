// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.client.model.RunPath;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WandbClientBuilderTest {

    @RegisterExtension
    final Clients clients = new Clients();

    @ParameterizedTest
    @ValueSource(strings = {"https://wandb.ai", "http://api.wandb.ai", "https://app.wandb.ai"})
    void thePagesOfTheCloudAreNotItsApi(String url) {
        assertThatThrownBy(() -> clients.builder("https://api.wandb.ai", Clients.KEY)
                        .baseUrl(url)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean https://api.wandb.ai?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.wandb.ai/",
                "http://localhost:8080",
                "https://acme.wandb.io",
                " https://ml.example/wandb "
            })
    void everyOtherServerIsAccepted(String url) {
        clients.builder("https://api.wandb.ai", Clients.KEY)
                .baseUrl(url)
                .build()
                .close();
    }

    @Test
    void aBaseUrlThatIsNoneIsRefused() {
        assertThatThrownBy(() -> clients.builder("https://api.wandb.ai", Clients.KEY)
                        .baseUrl("acme.wandb.io")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acme.wandb.io is no http or https URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ann:secret@host",
                "ann:secret@host",
                "https//ann:secret@host",
                "https://ann:secret@ho st"
            })
    void aBaseUrlWithAPasswordIsRefusedAndThePasswordNotQuoted(String url) {
        assertThatThrownBy(() -> clients.builder("https://api.wandb.ai", Clients.KEY)
                        .baseUrl(url)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("baseUrl")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.wandb.ai, , https://wandb.ai",
        "https://api.wandb.example, , https://wandb.example",
        "https://api.acme.example, , https://app.acme.example",
        "http://localhost:8080/, , http://localhost:8080",
        "http://localhost:8080, https://ui.example/, https://ui.example"
    })
    void theAddressOfTheAppFollowsFromThatOfTheApiUnlessItIsSet(String baseUrl, String appUrl, String expected) {
        AppUrls urls = new AppUrls(baseUrl, appUrl == null ? Map.of() : Map.of("WANDB_APP_URL", appUrl));

        assertThat(urls.run(new RunPath("team", "vision", "a/b"))).isEqualTo(expected + "/team/vision/runs/a%2Fb");
    }
}
