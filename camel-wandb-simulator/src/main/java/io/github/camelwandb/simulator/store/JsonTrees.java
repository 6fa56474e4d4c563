// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Trees out of the middle of a parse. */
final class JsonTrees {

    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(JsonNode.class);

    private JsonTrees() {}

    static JsonNode read(JsonParser parser) throws IOException {
        return READER.readValue(parser);
    }
}
