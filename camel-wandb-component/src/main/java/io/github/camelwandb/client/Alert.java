// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What people are to be told of a run, by e-mail or Slack as they have chosen.
 *
 * @param title by which W&amp;B tells alerts of a run apart
 * @param text in Markdown
 * @param waitDuration how long no other alert of the title is sent; null for what W&amp;B chooses
 */
public record Alert(
        String title,
        String text,
        Severity severity,
        @Nullable Duration waitDuration) {

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
