// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetrcTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine api.wandb.ai login user password secret",
                "machine api.wandb.ai\n  login user\n  password secret\n",
                "machine api.wandb.ai\r\n\tlogin user\r\n\tpassword secret\r\n",
                "machine api.wandb.ai password secret login user",
                "machine api.wandb.ai login user account x password secret",
                "machine api.wandb.ai login user password \"secret\"",
                "machine api.wandb.ai login user password 'secret'",
                "machine other login user password x\nmachine api.wandb.ai login user password secret",
                "# machine api.wandb.ai password old\nmachine api.wandb.ai login user password secret",
                "macdef init\nmachine api.wandb.ai password x\n\nmachine api.wandb.ai login user password secret",
                "machine other login password password machine\nmachine api.wandb.ai login user password secret",
                "default login user password secret"
            })
    void thePasswordOfTheMachineIsFound(String text) {
        assertThat(Netrc.password(text, "api.wandb.ai")).contains("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "machine other login user password secret",
                "machine api.wandb.ai.example login user password secret",
                "machine api.wandb.ai login user",
                "machine api.wandb.ai login user password",
                "machine api.wandb.ai login user\nmachine other login user password secret"
            })
    void thePasswordOfAnotherMachineIsNot(String text) {
        assertThat(Netrc.password(text, "api.wandb.ai")).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadCountsAsNone(@TempDir Path folder) throws IOException {
        assertThat(Netrc.password(folder.resolve("none"), "api.wandb.ai")).isEmpty();
        assertThat(Netrc.password(folder, "api.wandb.ai")).isEmpty();
        assertThat(Netrc.password(Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0}), "api.wandb.ai"))
                .isEmpty();
    }
}
