// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that keeps what it is told. */
public final class LoggedLines extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    /** One call; the stack of a throwable is not part of the text. */
    public record Line(Level level, String text, boolean hasStack) {}

    private final transient List<Line> lines = new ArrayList<>();

    /** All that was logged. */
    public List<Line> lines() {
        return lines;
    }

    /** Their texts. */
    public List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return LoggedLines.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable throwable) {
        lines.add(new Line(level, MessageFormatter.basicArrayFormat(pattern, arguments), throwable != null));
    }

    @Override
    public boolean isTraceEnabled() {
        return true;
    }

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
