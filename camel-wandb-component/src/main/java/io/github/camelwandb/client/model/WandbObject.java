// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that W&amp;B keeps, as the server answered it at one moment, and what it is as JSON. */
public interface WandbObject {

    /** All of it as JSON values, times as ISO-8601 texts. Jackson writes it so, too. */
    @JsonValue
    Map<String, @Nullable Object> asMap();
}
