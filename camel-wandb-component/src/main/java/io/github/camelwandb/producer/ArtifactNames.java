// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.artifacts.ArtifactName;
import io.github.camelwandb.client.model.OneLine;
import io.github.camelwandb.client.model.ProjectPath;
import java.util.function.Function;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Which artifact a message is about, and of which type: the header says it, or else the option. */
final class ArtifactNames {

    private final @Nullable String name;
    private final @Nullable String type;

    ArtifactNames(WandbConfiguration configuration) {
        this.name = configuration.getArtifact();
        this.type = configuration.getArtifactType();
    }

    /**
     * A version, the latest if none is named.
     *
     * @throws IllegalArgumentException if none names an artifact, or what does is no name of one
     */
    ArtifactName version(Message message) {
        return read(message, ArtifactName::of);
    }

    /**
     * What versions have in common.
     *
     * @throws IllegalArgumentException if none names an artifact, or what does also names a version
     */
    String collection(Message message) {
        return read(message, ArtifactName::collection);
    }

    /**
     * What versions have in common, of which there may be none yet.
     *
     * @throws IllegalArgumentException if none names an artifact, or what does cannot be the name of one
     */
    String newCollection(Message message) {
        return read(message, ArtifactName::newCollection);
    }

    boolean isNamed(Message message) {
        return text(message, WandbConstants.ARTIFACT, name) != null;
    }

    /** Null if neither names one. */
    @Nullable
    String type(Message message) {
        return text(message, WandbConstants.ARTIFACT_TYPE, type);
    }

    /** @throws IllegalArgumentException if neither names one, or what does is none */
    String requiredType(Message message) {
        String given = type(message);
        if (given == null) {
            throw new IllegalArgumentException("Of which type is the artifact? Neither the header "
                    + WandbConstants.ARTIFACT_TYPE + " nor the option artifactType says it, as in dataset or model");
        }
        return read(message, WandbConstants.ARTIFACT_TYPE, "artifactType", given, ArtifactName::type);
    }

    /** A version that may be in another project: {@code entity/project/name:version}. */
    record Elsewhere(@Nullable String entity, @Nullable String project, ArtifactName name) {

        ProjectPath in(ProjectPath own) {
            return new ProjectPath(entity == null ? own.entity() : entity, project == null ? own.project() : project);
        }
    }

    /** @throws IllegalArgumentException if none names an artifact, or what does is no name of one */
    Elsewhere anywhere(Message message) {
        return read(message, text -> {
            String[] parts = text.split("/", -1);
            int last = parts.length - 1;
            if (last > 2) {
                throw new IllegalArgumentException(
                        "'" + OneLine.of(text) + "' has more parts than entity/project/name:version");
            }
            for (int i = 0; i < last; i++) {
                if (parts[i].isBlank()) {
                    throw new IllegalArgumentException("'" + OneLine.of(text) + "' leaves a part empty");
                }
            }
            return new Elsewhere(
                    last == 2 ? parts[0] : null, last > 0 ? parts[last - 1] : null, ArtifactName.of(parts[last]));
        });
    }

    private <R> R read(Message message, Function<String, R> reader) {
        String text = text(message, WandbConstants.ARTIFACT, name);
        if (text == null) {
            throw new IllegalArgumentException("Which artifact is meant? Neither the header " + WandbConstants.ARTIFACT
                    + " nor the option artifact names one");
        }
        return read(message, WandbConstants.ARTIFACT, "artifact", text, reader);
    }

    private static <R> R read(Message message, String header, String option, String text, Function<String, R> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            String source = message.getHeader(header) == null ? "option " + option : "header " + header;
            throw new IllegalArgumentException("The " + source + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable String text(Message message, String header, @Nullable String option) {
        Object value = message.getHeader(header);
        return value == null ? option : String.valueOf(value);
    }
}
