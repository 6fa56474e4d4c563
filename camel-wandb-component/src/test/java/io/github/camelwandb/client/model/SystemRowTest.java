// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemRowTest {

    private static final SystemRow ROW = SystemRow.of(
            Map.of("_wandb", true, "_timestamp", 1764000000.25, "system.gpu", 50.0, "system.cpu", Double.NaN),
            NonFinite.STRING);

    @Test
    void itsTextIsCanonicalAndWithoutInternals() throws JsonProcessingException {
        String text = "{\"_timestamp\":1764000000.25,\"system.cpu\":\"NaN\",\"system.gpu\":50}";

        assertThat(ROW.json()).isEqualTo(text);
        assertThat(new ObjectMapper().writeValueAsString(ROW)).isEqualTo(text);
        assertThat(ROW.timestamp()).isEqualTo(Instant.parse("2025-11-24T16:00:00.250Z"));
    }

    @Test
    void whatIsAddedLeavesTheRestAsItIs() {
        assertThat(ROW.with(Map.of("_runId", "r1")).json())
                .isEqualTo("{\"_runId\":\"r1\",\"_timestamp\":1764000000.25,\"system.cpu\":\"NaN\",\"system.gpu\":50}");
    }

    @Test
    void itCannotBeChanged() {
        assertThatThrownBy(() -> ROW.put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ROW.remove("system.cpu")).isInstanceOf(UnsupportedOperationException.class);
    }
}
