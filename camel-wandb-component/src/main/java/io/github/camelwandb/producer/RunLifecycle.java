// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.Alert;
import io.github.camelwandb.client.NewRun;
import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.model.OneLine;
import io.github.camelwandb.client.model.RunPath;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;

/** Operations that begin, end and remove runs. */
final class RunLifecycle implements OperationGroup {

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 8;

    private static final Set<String> OF_A_RUN = Set.of("displayName", "notes", "tags", "group", "jobType", "config");
    private static final Set<String> OF_AN_ALERT = Set.of("title", "text", "severity", "waitSeconds");

    private final WandbClient client;
    private final Targets targets;
    private final RandomGenerator random = new SecureRandom();

    RunLifecycle(WandbClient client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(
                WandbOperation.createRun,
                this::create,
                WandbOperation.finishRun,
                this::finish,
                WandbOperation.stopRun,
                this::stop,
                WandbOperation.deleteRun,
                this::delete,
                WandbOperation.rewindRun,
                this::rewind,
                WandbOperation.createAlert,
                this::alert);
    }

    private CompletableFuture<Answer> create(Message message) {
        NewRun run = newRun(JsonBody.orNothing(message));
        return targets.newRun(message, this::newId)
                .thenCompose(path -> client.mutations().createRun(path, run).thenApply(created -> {
                    client.fileStream().opened(path);
                    return new Answer(created, Map.of(WandbConstants.RUN_ID, path.runId()));
                }));
    }

    /** As W&amp;B's own client makes them. */
    private String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    private static NewRun newRun(Map<String, @Nullable Object> body) {
        BodyFields fields = new BodyFields(body, WandbOperation.createRun, OF_A_RUN);
        return new NewRun(
                fields.text("displayName"),
                fields.text("notes"),
                fields.filledTexts("tags"),
                fields.text("group"),
                fields.text("jobType"),
                fields.map("config"));
    }

    private CompletableFuture<Answer> finish(Message message) {
        Integer given = number(message, WandbConstants.EXIT_CODE, Integer.class);
        if (given == null && message.getHeader(WandbConstants.EXIT_CODE) != null) {
            throw new IllegalArgumentException("The header " + WandbConstants.EXIT_CODE + "="
                    + OneLine.of(message.getHeader(WandbConstants.EXIT_CODE))
                    + " is no exit code: set it to a whole number, 0 for a run that went well");
        }
        int exitCode = given == null ? 0 : given;
        return targets.run(message)
                .thenCompose(path -> existing(path)
                        .thenCompose(found ->
                                client.fileStream().finish(path, exitCode).thenCompose(done -> client.run(path))))
                .thenApply(run -> Answer.of(run.orElseThrow()));
    }

    private static <N extends Number> @Nullable N number(Message message, String header, Class<N> type) {
        try {
            return message.getHeader(header, type);
        } catch (TypeConversionException e) {
            return null;
        }
    }

    /** A post to a run that is not there would be an error of its own kind. */
    private CompletableFuture<Boolean> existing(RunPath path) {
        return client.run(path, Projection.LIGHT).thenApply(run -> {
            RunReads.required(path, run);
            return true;
        });
    }

    private CompletableFuture<Answer> stop(Message message) {
        return targets.runToDestroy(message)
                .thenCompose(path -> client.mutations().stopRun(path))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Answer> delete(Message message) {
        return targets.runToDestroy(message)
                .thenCompose(path -> client.mutations().deleteRun(path))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Answer> rewind(Message message) {
        if (message.getHeader(WandbConstants.REWIND_TO) == null) {
            throw new IllegalArgumentException("The header " + WandbConstants.REWIND_TO
                    + " is missing: set it to a step from 0 on, the last of those that rewindRun leaves");
        }
        Long step = number(message, WandbConstants.REWIND_TO, Long.class);
        if (step == null || step < 0) {
            throw new IllegalArgumentException("The header " + WandbConstants.REWIND_TO + "="
                    + OneLine.of(message.getHeader(WandbConstants.REWIND_TO))
                    + " is no step: rewindRun takes away all rows behind it");
        }
        return targets.runToDestroy(message)
                .thenCompose(path ->
                        new NamedRun(client, path).explains(client.mutations().rewindRun(path, step)))
                .thenApply(Answer::of);
    }

    private CompletableFuture<Answer> alert(Message message) {
        BodyFields fields = new BodyFields(JsonBody.of(message), WandbOperation.createAlert, OF_AN_ALERT);
        Long wait = fields.number("waitSeconds");
        if (wait != null && wait < 0) {
            throw new IllegalArgumentException(
                    "waitSeconds=" + wait + " in the body is no time to wait: give seconds from 0 on, or leave it out");
        }
        Alert alert = new Alert(
                fields.required("title"),
                fields.required("text"),
                severity(fields.text("severity")),
                wait == null ? null : Duration.ofSeconds(wait));
        return targets.run(message)
                .thenCompose(path ->
                        new NamedRun(client, path).explains(client.mutations().alert(path, alert)))
                .thenApply(sent -> Answer.of(alert));
    }

    private static Alert.Severity severity(@Nullable String name) {
        if (name == null) {
            return Alert.Severity.INFO;
        }
        List<Alert.Severity> severities = Arrays.asList(Alert.Severity.values());
        return severities.stream()
                .filter(severity -> severity.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "severity=" + OneLine.of(name) + " in the body is none of " + severities));
    }
}
