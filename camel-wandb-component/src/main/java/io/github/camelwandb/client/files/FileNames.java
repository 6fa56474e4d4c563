// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.model.OneLine;
import java.util.Set;

/** Which names a file of a run or an artifact may have. */
public final class FileNames {

    private static final Set<String> STEPS = Set.of("", ".", "..");

    private FileNames() {}

    /**
     * The name, if it leads down only: parts between slashes, none of which is empty, {@code .} or {@code ..}. A backslash counts as a slash,
     * because somebody further on may take it for one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String require(String name) {
        boolean isPlain = name.chars().noneMatch(Character::isISOControl);
        for (String part : name.split("[/\\\\]", -1)) {
            isPlain &= !STEPS.contains(part.strip());
        }
        if (!isPlain) {
            throw new IllegalArgumentException("'" + OneLine.of(name)
                    + "' is no name of a file, such as media/images/a.png: it must be relative, without empty parts, '.',"
                    + " '..' and control characters");
        }
        return name;
    }
}
