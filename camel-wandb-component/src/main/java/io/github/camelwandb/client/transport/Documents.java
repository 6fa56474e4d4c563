// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The GraphQL documents, resources beside the client: one for each operation, and one for each fragment that several have. */
final class Documents {

    private static final String FOLDER = "/io/github/camelwandb/client/graphql/";
    private static final Pattern SPREAD = Pattern.compile("\\.\\.\\.(\\w+)");

    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /**
     * The document of an operation, with the fragments that it spreads.
     *
     * @throws IllegalArgumentException if there is none
     */
    String of(String operation) {
        return texts.computeIfAbsent(operation, Documents::load);
    }

    private static String load(String operation) {
        String text = read(operation);
        return text
                + SPREAD.matcher(text)
                        .results()
                        .map(spread -> spread.group(1))
                        .distinct()
                        .map(fragment -> read("fragments/" + fragment))
                        .collect(Collectors.joining());
    }

    private static String read(String name) {
        try (InputStream resource = Documents.class.getResourceAsStream(FOLDER + name + ".graphql")) {
            if (resource == null) {
                throw new IllegalArgumentException("There is no document " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
