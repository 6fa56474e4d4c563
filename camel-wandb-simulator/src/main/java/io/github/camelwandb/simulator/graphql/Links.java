// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import io.github.camelwandb.simulator.store.Artifact;
import io.github.camelwandb.simulator.store.Project;
import io.github.camelwandb.simulator.store.Run;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The URLs in answers.
 *
 * @param baseUrl the address that the caller used
 * @param storageUrl the address of the host that keeps the files
 * @param signature makes a URL its own permission
 * @param uploadHeaders that uploads must have, each a name, a colon and a value
 */
public record Links(String baseUrl, String storageUrl, String signature, List<String> uploadHeaders) {

    /** Where a file of an artifact is read and written without a key. */
    public String artifactFile(Artifact artifact, String name) {
        return signed("/artifacts/", artifact, name);
    }

    /** Where a part of a file of an artifact is written without a key. */
    public String artifactPart(Artifact artifact, String uploadAndNumber) {
        return signed("/parts/", artifact, uploadAndNumber);
    }

    /** Where the manifest of an artifact is read and written without a key. */
    public String manifest(Artifact artifact, String name) {
        return signed("/manifests/", artifact, name);
    }

    private String signed(String root, Artifact artifact, String name) {
        Project project = artifact.collection().project();
        return storageUrl + root + encoded(project.entity(), project.name(), artifact.id(), name) + "?signature="
                + signature;
    }

    /** Where a file of a run is found by those who have a key. */
    public String file(Run run, String name) {
        return baseUrl + "/files/" + path(run, name);
    }

    /** Where a file of a run is read and written without a key. */
    public String storage(Run run, String name) {
        return storageUrl + "/storage/" + path(run, name) + "?signature=" + signature;
    }

    private static String path(Run run, String name) {
        return encoded(run.project().entity(), run.project().name(), run.runId(), name);
    }

    private static String encoded(String... parts) {
        return Arrays.stream(String.join("/", parts).split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
