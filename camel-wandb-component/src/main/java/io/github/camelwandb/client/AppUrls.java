// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.RunPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** Where people look at what the API answers. */
final class AppUrls {

    private static final Pattern NO_WORD = Pattern.compile("\\W+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern EDGES = Pattern.compile("^-|-$");

    private final String app;

    AppUrls(String baseUrl, Map<String, String> environment) {
        String explicit = environment.get("WANDB_APP_URL");
        this.app = explicit != null && !explicit.isBlank() ? withoutSlash(explicit) : derived(withoutSlash(baseUrl));
    }

    private static String derived(String baseUrl) {
        return baseUrl.contains("://api.wandb.")
                ? baseUrl.replace("://api.wandb.", "://wandb.")
                : baseUrl.replace("://api.", "://app.");
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    String run(RunPath run) {
        return below(run.projectPath(), "runs/") + encode(run.runId());
    }

    String project(ProjectPath project) {
        return below(project, "workspace");
    }

    String sweep(ProjectPath project, String sweepId) {
        return below(project, "sweeps/") + encode(sweepId);
    }

    /** The app makes one word of the title, and finds the report by what follows. */
    String report(ProjectPath project, String title, String id) {
        String word = EDGES.matcher(NO_WORD.matcher(title).replaceAll("-")).replaceAll("");
        return below(project, "reports/") + encode(word) + "--" + id.replace("=", "");
    }

    String artifact(ProjectPath project, String type, String collection, String version) {
        return below(project, "artifacts/") + encode(type) + "/" + encode(collection) + "/" + encode(version);
    }

    private String below(ProjectPath project, String part) {
        return app + "/" + encode(project.entity()) + "/" + encode(project.project()) + "/" + part;
    }

    /** Where a key is found. */
    String authorize() {
        return app + "/authorize";
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
