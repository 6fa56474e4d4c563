// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.artifacts.AliasChanges;
import io.github.camelwandb.client.artifacts.ArtifactName;
import io.github.camelwandb.client.artifacts.Artifacts;
import io.github.camelwandb.client.artifacts.NewArtifact;
import io.github.camelwandb.client.model.RunPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Operations that make artifacts, and say which run uses them and what they are called. */
final class ArtifactWrites implements OperationGroup {

    private static final List<String> LATEST = List.of("latest");
    private static final Set<String> FIELDS = Set.of("aliases", "addAliases", "removeAliases");

    private final WandbClient client;
    private final Artifacts artifacts;
    private final Targets targets;
    private final ArtifactNames names;
    private final FileName fileName;

    /** @throws IllegalArgumentException if an option cannot be understood */
    ArtifactWrites(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.artifacts = client.artifacts();
        this.targets = targets;
        this.names = new ArtifactNames(configuration);
        this.fileName = new FileName(configuration.getFileName());
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(
                WandbOperation.logArtifact,
                this::log,
                WandbOperation.useArtifact,
                this::use,
                WandbOperation.setArtifactAliases,
                this::setAliases);
    }

    private CompletableFuture<Answer> log(Message message) {
        CompletableFuture<RunPath> target = targets.run(message);
        String collection = names.newCollection(message);
        String type = names.requiredType(message);
        List<String> aliases = HeaderTexts.of(message, WandbConstants.ARTIFACT_ALIASES, ArtifactName::alias);
        Map<String, @Nullable Object> metadata = JsonHeader.of(message, WandbConstants.ARTIFACT_METADATA);
        Map<String, String> references = references(message);
        ArtifactBody body = ArtifactBody.of(message, fileName);
        try {
            NewArtifact artifact = new NewArtifact(
                    collection,
                    type,
                    message.getHeader(WandbConstants.ARTIFACT_DESCRIPTION, String.class),
                    metadata,
                    aliases.isEmpty() ? LATEST : aliases,
                    body.files(),
                    references);
            return target.thenCompose(run -> new NamedRun(client, run).explains(artifacts.log(run, artifact)))
                    .whenComplete((logged, failure) -> body.close())
                    .thenApply(ArtifactAnswers::of);
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private static Map<String, String> references(Message message) {
        Map<String, String> references = new HashMap<>();
        JsonHeader.of(message, WandbConstants.ARTIFACT_REFERENCES).forEach((name, address) -> {
            FileName.checked("header " + WandbConstants.ARTIFACT_REFERENCES, name);
            if (address == null || !String.valueOf(address).contains("://")) {
                throw new IllegalArgumentException("'" + name + "' in the header " + WandbConstants.ARTIFACT_REFERENCES
                        + " is no address, such as s3://bucket/key: " + address);
            }
            references.put(name, String.valueOf(address));
        });
        return references;
    }

    private CompletableFuture<Answer> use(Message message) {
        ArtifactNames.Elsewhere used = names.anywhere(message);
        return targets.run(message)
                .thenCompose(run ->
                        new NamedRun(client, run).explains(artifacts.use(run, used.in(run.projectPath()), used.name())))
                .thenApply(ArtifactAnswers::of);
    }

    private CompletableFuture<Answer> setAliases(Message message) {
        ArtifactName name = names.version(message);
        BodyFields fields = new BodyFields(JsonBody.of(message), WandbOperation.setArtifactAliases, FIELDS);
        AliasChanges changes = new AliasChanges(
                fields.isThere("aliases") ? fields.texts("aliases") : null,
                fields.texts("addAliases"),
                fields.texts("removeAliases"));
        return targets.project(message)
                .thenCompose(project -> artifacts.setAliases(project, name, changes))
                .thenApply(ArtifactAnswers::of);
    }
}
