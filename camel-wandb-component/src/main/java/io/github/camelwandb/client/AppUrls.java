// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import io.github.camelwandb.client.model.RunPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where people look at what the API answers. */
final class AppUrls {

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
        return app + "/" + encode(run.entity()) + "/" + encode(run.project()) + "/runs/" + encode(run.runId());
    }

    /** Where a key is found. */
    String authorize() {
        return app + "/authorize";
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
