// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with requests. Without further words it goes wrong with every request, for ever; narrowed by {@link #on},
 * {@link #forRun}, {@link #after} and {@link #times}.
 *
 * @param effect what happens
 * @param operation the GraphQL operation or a field that it selects, {@code file_stream}, {@code file} (of a run),
 *     {@code artifact_file} or {@code artifact_manifest}; null for any
 * @param runId only requests about this run; null for any
 * @param skipped requests that fit and are still answered, at first
 * @param remaining requests that it then hits
 */
public record Fault(
        Effect effect, @Nullable String operation, @Nullable String runId, int skipped, int remaining) {

    /** What happens to a request. */
    public sealed interface Effect {}

    /** It is answered with this status and body, and not executed. */
    public record Status(int code, String body) implements Effect {}

    /** It is answered with 429 and the headers of a limit that is used up for so long. */
    public record RateLimited(Duration reset) implements Effect {}

    /** It is executed and answered after this time. */
    public record Latency(Duration delay) implements Effect {}

    /** It is executed, and half of the answer is sent before the connection is closed. */
    public record TruncatedBody() implements Effect {}

    /** The connection is reset instead of an answer; the request is not executed. */
    public record ConnectionReset() implements Effect {}

    /** There is no answer, until faults are cleared; the request is not executed. */
    public record Hang() implements Effect {}

    /** Status 200 with errors and without data; the request is not executed. */
    public record Errors(String message) implements Effect {}

    /**
     * It is executed, and errors are added to the data.
     *
     * @param missing the field that is null in the data; null if all of them are there
     */
    public record Partial(String message, @Nullable String missing) implements Effect {}

    /** This runs, and then the request is executed or hit by another fault. */
    public record Before(Runnable action) implements Effect {}

    private static Fault of(Effect effect) {
        return new Fault(effect, null, null, 0, Integer.MAX_VALUE);
    }

    /** An answer with this HTTP status, and an error in W&amp;B's form as its body. */
    public static Fault status(int code) {
        return status(code, "{\"errors\":[{\"message\":\"simulated HTTP " + code + "\"}]}");
    }

    /** An answer with this HTTP status and body. */
    public static Fault status(int code, String body) {
        return of(new Status(code, body));
    }

    /** HTTP 429 with {@code RateLimit-*} and {@code Retry-After}. */
    public static Fault rateLimited(Duration reset) {
        return of(new RateLimited(reset));
    }

    /** Answers come late. */
    public static Fault latency(Duration delay) {
        return of(new Latency(delay));
    }

    /** Answers break off. */
    public static Fault truncatedBody() {
        return of(new TruncatedBody());
    }

    /** Connections are reset. */
    public static Fault connectionReset() {
        return of(new ConnectionReset());
    }

    /** Answers do not come at all. */
    public static Fault hang() {
        return of(new Hang());
    }

    /** HTTP 200 with GraphQL errors only. */
    public static Fault errors(String message) {
        return of(new Errors(message));
    }

    /** HTTP 200 with all the data and GraphQL errors. */
    public static Fault partial(String message) {
        return of(new Partial(message, null));
    }

    /**
     * HTTP 200 with GraphQL errors and with data in which a field is null, wherever it is asked for; narrowed by {@link #forRun}, where
     * it is asked for of that run.
     */
    public static Fault partial(String message, String missing) {
        return of(new Partial(message, missing));
    }

    /**
     * Not a fault by itself: the action runs just before the request is executed, in the thread that answers it. Other faults hit the
     * request all the same.
     */
    public static Fault before(Runnable action) {
        return of(new Before(action));
    }

    /** Only requests of this operation, or that select this field. */
    public Fault on(String name) {
        return new Fault(effect, name, runId, skipped, remaining);
    }

    /** Only requests about the run with this id. */
    public Fault forRun(String id) {
        return new Fault(effect, operation, id, skipped, remaining);
    }

    /** Only so many requests. */
    public Fault times(int count) {
        return new Fault(effect, operation, runId, skipped, count);
    }

    /** Not the first so many requests. */
    public Fault after(int count) {
        return new Fault(effect, operation, runId, count, remaining);
    }
}
