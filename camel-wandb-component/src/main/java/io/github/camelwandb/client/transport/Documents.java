// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The GraphQL documents, resources beside the client: one for each operation, and one for each fragment that several have. */
final class Documents {

    private static final String FOLDER = "/io/github/camelwandb/client/graphql/";
    private static final Pattern SPREAD = Pattern.compile("\\.\\.\\.(\\w+)");

    /** A part that is repeated, between two comments. */
    private static final Pattern REPEATED = Pattern.compile(" *# for each\\n(.*?) *# end\\n", Pattern.DOTALL);

    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /**
     * The document of an operation, with the fragments that it spreads.
     *
     * @throws IllegalArgumentException if there is none
     */
    String of(String operation) {
        return texts.computeIfAbsent(operation, Documents::load);
    }

    /**
     * The document with its repeated parts so many times: what is named {@code x_0} in the first is {@code x_1} in the next.
     *
     * @throws IllegalArgumentException if there is no such document
     */
    String of(String operation, int copies) {
        return copies == 1
                ? of(operation)
                : texts.computeIfAbsent(operation + ' ' + copies, name -> repeated(load(operation), copies));
    }

    private static String repeated(String text, int copies) {
        return REPEATED.matcher(text)
                .replaceAll(part -> Matcher.quoteReplacement(IntStream.range(0, copies)
                        .mapToObj(copy -> part.group(1).replaceAll("_0\\b", "_" + copy))
                        .collect(Collectors.joining())));
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
