// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import io.github.camelwandb.client.model.OneLine;
import java.util.regex.Pattern;

/**
 * A version of an artifact in a project as people write it: {@code mnist:latest}, {@code mnist:v3} or the digest behind the colon.
 *
 * @param collection what its versions have in common
 * @param version an alias, {@code vN}, or a digest
 */
public record ArtifactName(String collection, String version) {

    private static final String LATEST = "latest";
    private static final int LONGEST = 128;

    /** What W&amp;B lets a new one be called. */
    private static final Pattern COLLECTION = Pattern.compile("[\\w.-]+", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern NUMBERED = Pattern.compile("v\\d+");

    /**
     * Without a version the latest is meant.
     *
     * @throws IllegalArgumentException if it is no such name
     */
    public static ArtifactName of(String text) {
        int colon = text.indexOf(':');
        String collection = colon < 0 ? text : text.substring(0, colon);
        String version = colon < 0 ? LATEST : text.substring(colon + 1);
        if (!isPlain(collection) || !isPlain(version)) {
            throw new IllegalArgumentException("'" + OneLine.of(text)
                    + "' is no name of an artifact, such as mnist:latest, mnist:v3 or mnist: and a digest");
        }
        return new ArtifactName(collection, version);
    }

    /**
     * The name without a version.
     *
     * @throws IllegalArgumentException if it has one, or is no such name
     */
    public static String collection(String text) {
        if (!isPlain(text)) {
            throw new IllegalArgumentException(
                    "'" + OneLine.of(text) + "' is no name that versions of an artifact have in common, such as mnist");
        }
        return text;
    }

    /**
     * A name that there may not be yet.
     *
     * @throws IllegalArgumentException if W&amp;B would not take it
     */
    public static String newCollection(String text) {
        if (text.length() > LONGEST || !COLLECTION.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + OneLine.of(text)
                    + "' is no name for an artifact, such as mnist: letters, digits, dots, dashes and underscores, at most "
                    + LONGEST + " of them; its versions and aliases are named otherwise");
        }
        return text;
    }

    /**
     * Another name for a version.
     *
     * @throws IllegalArgumentException if W&amp;B would not take it
     */
    public static String alias(String text) {
        if (!isPlain(text) || text.length() > LONGEST || NUMBERED.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + OneLine.of(text) + "' is no alias, such as best: at most " + LONGEST
                            + " characters without slashes and colons, and no v with a number, which W&B itself gives");
        }
        return text;
    }

    /**
     * What versions of a name are, such as {@code dataset}.
     *
     * @throws IllegalArgumentException if W&amp;B would not take it
     */
    public static String type(String text) {
        if (!isPlain(text) || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "'" + OneLine.of(text) + "' is no type of an artifact, such as dataset or model: at most " + LONGEST
                            + " characters without slashes and colons");
        }
        return text;
    }

    private static boolean isPlain(String text) {
        return !text.isBlank()
                && text.chars().noneMatch(character -> character == '/' || character == ':' || character < ' ');
    }

    @Override
    public String toString() {
        return collection + ":" + version;
    }
}
