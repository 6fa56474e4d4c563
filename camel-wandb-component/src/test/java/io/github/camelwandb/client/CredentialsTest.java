// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static io.github.camelwandb.client.Clients.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    private static final String CLOUD = "https://api.wandb.ai";

    @TempDir
    Path home;

    private Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private Path netrc(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    private static String key(char digit) {
        return String.valueOf(digit).repeat(40);
    }

    // where it is looked for

    @Test
    void theOptionGoesBeforeTheEnvironmentAndThatBeforeNetrc() throws IOException {
        netrc(".netrc", "machine api.wandb.ai login user password " + key('3'));
        Map<String, String> environment = environment("WANDB_API_KEY", key('2'));

        assertThat(Credentials.resolve(key('1'), environment, CLOUD).apiKey()).isEqualTo(key('1'));
        assertThat(Credentials.resolve(null, environment, CLOUD).apiKey()).isEqualTo(key('2'));
        assertThat(Credentials.resolve(" ", environment, CLOUD).source())
                .isEqualTo("the environment variable WANDB_API_KEY");
        assertThat(Credentials.resolve(null, environment(), CLOUD).apiKey()).isEqualTo(key('3'));
        assertThat(Credentials.resolve(null, environment("WANDB_API_KEY", ""), CLOUD)
                        .source())
                .isEqualTo("the entry for api.wandb.ai in " + home.resolve(".netrc"));
    }

    @Test
    void theNetrcVariableNamesTheOnlyFile() throws IOException {
        netrc(".netrc", "machine api.wandb.ai login user password " + key('1'));
        netrc("other", "machine api.wandb.ai login user password " + key('2'));

        assertThat(Credentials.resolve(null, environment("NETRC", "~/other"), CLOUD)
                        .apiKey())
                .isEqualTo(key('2'));
        assertThatThrownBy(() -> Credentials.resolve(null, environment("NETRC", "~/none"), CLOUD))
                .isInstanceOf(WandbAuthenticationException.class)
                .hasMessageContaining(home.resolve("none").toString());
    }

    @Test
    void theNameOfWindowsIsLookedForIfTheUsualOneIsNotThere() throws IOException {
        netrc("_netrc", "machine api.wandb.ai login user password " + key('1'));

        assertThat(Credentials.resolve(null, environment(), CLOUD).apiKey()).isEqualTo(key('1'));
    }

    @Test
    void theEntryIsThatOfTheHostAndPortOfTheBaseUrl() throws IOException {
        netrc(
                ".netrc",
                "machine localhost login user password " + key('1') + "\nmachine localhost:8080 login user password "
                        + key('2'));

        assertThat(Credentials.resolve(null, environment(), "http://localhost:8080")
                        .apiKey())
                .isEqualTo(key('2'));
        assertThat(Credentials.resolve(null, environment(), "http://localhost/").apiKey())
                .isEqualTo(key('1'));
    }

    @Test
    void ifThereIsNoneTheFailureListsWhereItWasLookedFor() {
        assertThatThrownBy(() -> Credentials.resolve(null, environment(), CLOUD))
                .isInstanceOf(WandbAuthenticationException.class)
                .hasMessage("No API key for api.wandb.ai: neither the option apiKey, nor the environment variable"
                        + " WANDB_API_KEY, nor an entry for api.wandb.ai in " + home.resolve(".netrc")
                        + " is set. Set one of them; `wandb login` writes the last");
    }

    // what a key looks like

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcdef01234567",
                "local-0123456789abcdef0123456789abcdef01234567",
                "wandb_v1_0123456789abcdefABCDEF_0123456789abcdefABCDEF-0123456789abcdef0123456789abcdef",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl"
            })
    void allKindsOfKeysAreAccepted(String key) {
        assertThat(Credentials.resolve(" " + key + "\n", Map.of(), CLOUD).apiKey())
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tooshort",
                "0123456789abcdef 0123456789abcdef01234567",
                "${WANDB_KEY_OF_THE_TEAM_THAT_WAS_NOT_SUBSTITUTED}"
            })
    void whatCannotBeAKeyIsRefusedWithItsSourceAndNotQuoted(String value) {
        assertThatThrownBy(() -> Credentials.resolve(null, environment("WANDB_API_KEY", value), CLOUD))
                .isInstanceOf(WandbAuthenticationException.class)
                .hasMessageContaining("environment variable WANDB_API_KEY")
                .hasMessageContaining("this has " + value.length())
                .hasMessageNotContaining(value);
    }

    @Test
    void theTextOfCredentialsIsWithoutTheKey() {
        assertThat(Credentials.resolve(KEY, Map.of(), CLOUD)).hasToString("the key of the option apiKey");
    }
}
