// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import java.util.List;
import java.util.Optional;

/** What a look at the remembered rows has shown. */
sealed interface Verdict {

    /** All of them are there. */
    record Stands() implements Verdict {}

    /** Some are not there, which may pass: rows can be hidden for a while. */
    record Missing(List<Anchor> missing, List<Anchor> standing) implements Verdict {}

    /** Some are not there because W&amp;B shows them only in its export. */
    record Exported() implements Verdict {}

    /**
     * They are no longer what was delivered, from the last one that still stands.
     *
     * @param by the row that is in the place of one of them, if not only rows are missing
     */
    record Rewritten(Optional<Anchor> lastStanding, Optional<Anchor> by) implements Verdict {}
}
