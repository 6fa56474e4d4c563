// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.OneLine;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a request to W&amp;B failed with: one kind for each thing that a caller may do about it. The message is a sentence for people and
 * never holds a key.
 */
public abstract sealed class WandbException extends RuntimeException
        permits WandbAuthenticationException,
                WandbBadRequestException,
                WandbConflictException,
                WandbNotFoundException,
                WandbPermissionException,
                WandbRateLimitedException,
                WandbServerIncompatibleException,
                WandbUnavailableException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String operation;
    private final @Nullable String serverMessage;
    private final @Nullable String path;

    WandbException(String message, Details details, @Nullable Throwable cause) {
        super(OneLine.of(message), cause);
        this.status = details.status();
        this.operation = details.operation();
        this.serverMessage = details.serverMessage();
        this.path = details.path();
    }

    /**
     * What is known of the request.
     *
     * @param status HTTP status of the answer, 0 if there was none
     * @param operation name of the GraphQL operation
     * @param path what it was about, such as {@code entity/project/runId}
     * @param serverMessage what the server said
     */
    public record Details(
            int status,
            @Nullable String operation,
            @Nullable String path,
            @Nullable String serverMessage) {

        /** Nothing was asked of a server. */
        public static Details of(String path) {
            return new Details(0, null, path, null);
        }
    }

    /** HTTP status of the answer, empty if there was none. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Name of the GraphQL operation, null if nothing was asked. */
    public @Nullable String operation() {
        return operation;
    }

    /** What the server said, null if it said nothing. */
    public @Nullable String serverMessage() {
        return serverMessage;
    }

    /** What the request was about, such as {@code entity/project/runId}. */
    public @Nullable String path() {
        return path;
    }
}
