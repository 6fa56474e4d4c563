// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.RunFilter;
import io.github.camelwandb.client.model.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Makes one filter of the option {@code filter} and the shorthands. */
public final class RunFilters {

    private static final String RESOURCE = "resource:";

    /** With its units: Camel takes a bare number for milliseconds. */
    private static final Pattern AGE = Pattern.compile("(\\d+(ms|[dhms]))+");

    private final CamelContext camel;
    private final WandbConfiguration configuration;
    private final Clock clock;

    /** @param clock what ages such as {@code 7d} are counted back from */
    public RunFilters(CamelContext camel, WandbConfiguration configuration, Clock clock) {
        this.camel = camel;
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * The filter of the options as they are now: ages move with the clock.
     *
     * @throws IllegalArgumentException if an option cannot be understood; the message names it and its value
     */
    public RunFilter get() {
        Object value = configuration.getFilter();
        String name = "filter";
        if (value instanceof String text && text.strip().startsWith(RESOURCE)) {
            name += "=" + text;
            value = resource(name, text.strip().substring(RESOURCE.length()));
        }
        return withShorthands(filter(name, value));
    }

    /**
     * The filter of the options, with that of a message in place of the option {@code filter}. A message cannot name a
     * {@code resource:}, or whoever sends it could have files read.
     *
     * @param header its name
     * @param value JSON text or a Map
     * @throws IllegalArgumentException if it cannot be understood; the message names the header and its value
     */
    public RunFilter get(String header, Object value) {
        if (!(value instanceof Map) && value.toString().isBlank()) {
            throw new IllegalArgumentException(
                    "The header " + header + " is empty: remove it, or set it to {} for all runs");
        }
        return withShorthands(filter("header " + header, value));
    }

    private RunFilter withShorthands(RunFilter filter) {
        List<RunFilter> shorthands = new ArrayList<>();
        add(shorthands, configuration.getState(), value -> RunFilter.state(states(value)));
        add(shorthands, configuration.getTags(), value -> RunFilter.tags(list(value)));
        add(shorthands, configuration.getGroup(), RunFilter::group);
        add(shorthands, configuration.getJobType(), RunFilter::jobType);
        add(shorthands, configuration.getSweep(), RunFilter::sweep);
        add(shorthands, configuration.getCreatedAfter(), value -> RunFilter.createdAfter(time("createdAfter", value)));
        add(shorthands, configuration.getUpdatedAfter(), value -> RunFilter.updatedAfter(time("updatedAfter", value)));
        return filter.and(shorthands.toArray(RunFilter[]::new));
    }

    private static void add(List<RunFilter> filters, @Nullable String value, Function<String, RunFilter> filter) {
        if (value != null && !value.isBlank()) {
            filters.add(filter.apply(value.trim()));
        }
    }

    private static List<String> states(String value) {
        List<RunState> states = list(value).stream().map(RunState::new).toList();
        for (RunState state : states) {
            if (!RunState.KNOWN.contains(state)) {
                throw new IllegalArgumentException("state=" + state + " is none of " + RunState.KNOWN
                        + ": for one that is new at W&B, write filter={\"state\":\"" + state + "\"}");
            }
        }
        return states.stream().map(RunState::value).toList();
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static RunFilter filter(String name, @Nullable Object value) {
        try {
            if (value instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked")
                Map<String, ?> conditions = (Map<String, ?>) map;
                return RunFilter.of(conditions);
            }
            String text = value == null ? "" : value.toString();
            return text.isBlank() ? RunFilter.none() : RunFilter.json(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private String resource(String name, String uri) {
        try (InputStream stream = ResourceHelper.resolveMandatoryResourceAsInputStream(camel, uri)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Instant time(String option, String value) {
        try {
            if (value.matches("\\d{4}-\\d\\d-\\d\\d")) {
                return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            if (!AGE.matcher(value).matches()) {
                return OffsetDateTime.parse(value).toInstant();
            }
            return clock.instant().minus(Duration.ofMillis(TimeUtils.toMilliSeconds(value)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    option + "=" + value + " is neither a time such as 2026-01-31T00:00:00Z nor an age such as 7d", e);
        }
    }
}
