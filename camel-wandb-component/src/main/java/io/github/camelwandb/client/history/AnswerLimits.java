// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

/**
 * What a server has shown of how it cuts its answers for a run short.
 *
 * @param pageRows how many rows a page should have
 * @param believedRows answers of fewer rows are believed to be whole, if they are of several steps
 * @param mayEndEarly whether answers may end before their windows do
 */
record AnswerLimits(int pageRows, int believedRows, boolean mayEndEarly) {

    static final AnswerLimits NONE = new AnswerLimits(WindowWidth.PAGE_ROWS, Integer.MAX_VALUE, false);

    /** An answer ended before its window. */
    AnswerLimits endingEarly() {
        return new AnswerLimits(pageRows, believedRows, true);
    }

    /** An answer of so many rows lacked others. */
    AnswerLimits lackingAt(int rows) {
        int fewer = Math.max(1, rows / 2);
        return new AnswerLimits(Math.min(pageRows, fewer), Math.min(believedRows, 2 * fewer), mayEndEarly);
    }
}
