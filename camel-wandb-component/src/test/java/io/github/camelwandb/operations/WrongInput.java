// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A message that an operation does not understand. */
record WrongInput(Object body, Map<String, Object> headers) {

    /** One for each operation; null where it takes nothing that could be wrong. */
    static @Nullable WrongInput of(WandbOperation operation) {
        return switch (operation) {
            case viewer, flush -> null;
            case queryRuns, countRuns, exportRuns -> header(WandbConstants.FILTER, "{\"state\":");
            case getProject, createProject, listReports, listSweeps -> header(WandbConstants.OVERRIDE_PROJECT, "a/b");
            case listProjects -> header(WandbConstants.OVERRIDE_ENTITY, "a/b");
            case getSweep -> header(WandbConstants.OVERRIDE_SWEEP, "a/b");
            case waitForRun -> header(WandbConstants.WAIT_TIMEOUT, "soon");
            case updateSweep -> header(WandbConstants.SWEEP_ACTION, "restart");
            case listArtifacts, getArtifact, downloadArtifact, logArtifact, useArtifact, setArtifactAliases ->
                header(WandbConstants.ARTIFACT, "a//b");
            case downloadFile, getTable -> header(WandbConstants.FILE_NAME, "../secret");
            case deleteFile, uploadFile -> header(WandbConstants.FILE_NAME, "/etc/passwd");
            case rewindRun -> header(WandbConstants.REWIND_TO, -1);
            case finishRun -> header(WandbConstants.EXIT_CODE, "fine");
            case updateConfig, updateSummary, updateRun, createRun, createAlert, logHistory ->
                new WrongInput("{\"unfinished\":", Map.of());
            case graphql -> new WrongInput("", Map.of());
            default -> header(WandbConstants.OVERRIDE_RUN_ID, "a/b");
        };
    }

    private static WrongInput header(String name, Object value) {
        return new WrongInput("", Map.of(name, value));
    }

    /** What is wrong, in the words of the page. */
    String inWords() {
        return headers.isEmpty()
                ? body.equals("") ? "the body is empty" : "the body is `" + body + "`"
                : headers.entrySet().stream()
                        .map(header -> "`" + header.getKey() + "` is `" + header.getValue() + "`")
                        .findFirst()
                        .orElseThrow();
    }

    void fill(Exchange exchange) {
        exchange.getMessage().setBody(body);
        headers.forEach(exchange.getMessage()::setHeader);
    }
}
