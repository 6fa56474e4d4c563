// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestTest {

    /** Names are in the order of their code points; a surrogate pair comes last. */
    @Test
    void theDigestIsThatOfTheOfficialClient() {
        assertThat(Manifest.digest(Map.of())).isEqualTo("64e7c61456b10382e2f3b571ac24b659");
        assertThat(Manifest.digest(Map.of(
                        "b/x",
                        "XUFAKrxLKna5cZ2REBfFkg==",
                        "a",
                        "1B2M2Y8AsgTpgAmY7PhCfg==",
                        "\uFF5E",
                        "w",
                        "\uD83D\uDE00",
                        "s3://b/k")))
                .isEqualTo("5b65252add9212b4222c801c569e4621");
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Manifest manifest = new Manifest(new TreeMap<>(Map.of(
                "a", new ManifestEntry("m", "birth", null, 5L, null),
                "r", new ManifestEntry("s3://b/k", null, "s3://b/k", null, null))));

        assertThat(Manifest.read(new ByteArrayInputStream(manifest.bytes()))).isEqualTo(manifest);
    }
}
