// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The document that a message has the server asked with: that of the option, or the body. Only the option can name a {@code resource:},
 * or whoever sends a message could have files read.
 */
final class GraphqlDocument {

    private static final String RESOURCE = "resource:";

    private final @Nullable String option;

    /** @throws IllegalArgumentException if the option names a resource that cannot be read */
    GraphqlDocument(CamelContext camel, @Nullable String option) {
        this.option = option != null && option.strip().startsWith(RESOURCE)
                ? resource(camel, option, option.strip().substring(RESOURCE.length()))
                : option;
    }

    private static String resource(CamelContext camel, String option, String uri) {
        try (InputStream stream = ResourceHelper.resolveMandatoryResourceAsInputStream(camel, uri)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("document=" + option + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if there is none */
    String of(Message message) {
        if (option != null) {
            return option;
        }
        Object body = message.getBody();
        String text = Conversion.text(message);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("The body is "
                    + (body == null || text != null ? "empty" : "a " + Conversion.nameOf(body))
                    + ": graphql takes a GraphQL document, as in { viewer { username } }, from the body or from the"
                    + " option document");
        }
        return text;
    }
}
