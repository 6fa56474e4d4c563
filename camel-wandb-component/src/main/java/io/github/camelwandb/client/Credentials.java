// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An API key, and where it came from. The key never appears in its text. */
public final class Credentials {

    /** What W&B's own client checks: formats differ by age and kind of server, so there is no length to insist on. */
    private static final Pattern KEY = Pattern.compile("([^-]*-)?[A-Za-z0-9_-]{40,}|[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final String apiKey;
    private final String source;

    private Credentials(String apiKey, String source) {
        this.apiKey = apiKey;
        this.source = source;
    }

    /**
     * The key to use: the explicit one, else that of the environment variable {@code WANDB_API_KEY}, else that of the netrc file's entry for
     * the host, which is what {@code wandb login} writes.
     *
     * @throws WandbAuthenticationException if there is none, or the first one found cannot be a key
     */
    public static Credentials resolve(@Nullable String explicit, Map<String, String> environment, String baseUrl) {
        if (explicit != null && !explicit.isBlank()) {
            return checked(explicit, "the option apiKey");
        }
        String variable = environment.get("WANDB_API_KEY");
        if (variable != null && !variable.isBlank()) {
            return checked(variable, "the environment variable WANDB_API_KEY");
        }
        String host = host(baseUrl);
        Path file = Netrc.file(environment);
        Optional<String> password = Netrc.password(file, host);
        if (password.isPresent()) {
            return checked(password.get(), "the entry for " + host + " in " + file);
        }
        throw new WandbAuthenticationException(
                "No API key for " + host
                        + ": neither the option apiKey, nor the environment variable WANDB_API_KEY, nor an"
                        + " entry for " + host + " in " + file
                        + " is set. Set one of them; `wandb login` writes the last",
                WandbException.Details.of(host),
                null);
    }

    private static Credentials checked(String key, String source) {
        String trimmed = key.trim();
        if (!KEY.matcher(trimmed).matches()) {
            throw new WandbAuthenticationException(
                    "What " + source
                            + " holds is no API key of W&B: those have at least 40 characters, of A-Z, a-z, 0-9, _"
                            + " and -, and this has " + trimmed.length()
                            + ". Copy it again from the user settings of W&B",
                    WandbException.Details.of(source),
                    null);
        }
        return new Credentials(trimmed, source);
    }

    /** With the port, if the URL has one: so the netrc entries of W&B's own client are named. */
    private static String host(String baseUrl) {
        URI url = URI.create(baseUrl);
        return url.getPort() < 0 ? String.valueOf(url.getHost()) : url.getHost() + ":" + url.getPort();
    }

    /** The secret. */
    public String apiKey() {
        return apiKey;
    }

    /** Where the key came from, to be put behind "the key of". */
    public String source() {
        return source;
    }

    /** The text without the key, should a server have repeated it, plain or as the header carries it. */
    public String redact(String text) {
        return text.replace(apiKey, "xxxxxx").replace(encoded(), "xxxxxx");
    }

    private String encoded() {
        return Base64.getEncoder().encodeToString(("api:" + apiKey).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "the key of " + source;
    }
}
