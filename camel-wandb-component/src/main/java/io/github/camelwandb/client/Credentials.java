// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An API key, or the file with a token of an identity provider, and where it came from. The key never appears in its text. */
public final class Credentials {

    /** What W&B's own client checks: formats differ by age and kind of server, so there is no length to insist on. */
    private static final Pattern KEY = Pattern.compile("([^-]*-)?[A-Za-z0-9_-]{40,}|[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    /** Of this form are the tokens of identity providers, and what servers give for them. */
    private static final Pattern TOKEN = Pattern.compile("[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}");

    private final @Nullable String apiKey;
    private final @Nullable Path identityTokenFile;
    private final String source;

    private Credentials(@Nullable String apiKey, @Nullable Path identityTokenFile, String source) {
        this.apiKey = apiKey;
        this.identityTokenFile = identityTokenFile;
        this.source = source;
    }

    /**
     * An identity token from the file of the option, or else of the environment variable {@code WANDB_IDENTITY_TOKEN_FILE}, or else a key.
     *
     * @throws WandbAuthenticationException if there is none, both are set in the same place, or the first key found cannot be one
     * @see #resolve(String, Map, String)
     */
    public static Credentials resolve(
            @Nullable String explicit,
            @Nullable String explicitTokenFile,
            Map<String, String> environment,
            String baseUrl) {
        String option = isSet(explicit) ? explicit : null;
        String optionFile = isSet(explicitTokenFile) ? explicitTokenFile : null;
        String variable = isSet(environment.get("WANDB_API_KEY")) ? environment.get("WANDB_API_KEY") : null;
        String variableFile = environment.get("WANDB_IDENTITY_TOKEN_FILE");
        if (optionFile != null) {
            refuseBoth(option, "the options apiKey and identityTokenFile");
            return ofFile(optionFile, "the option identityTokenFile");
        }
        if (option == null && isSet(variableFile) && variableFile != null) {
            refuseBoth(variable, "the environment variables WANDB_API_KEY and WANDB_IDENTITY_TOKEN_FILE");
            return ofFile(variableFile, "the environment variable WANDB_IDENTITY_TOKEN_FILE");
        }
        return resolve(explicit, environment, baseUrl);
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static void refuseBoth(@Nullable String key, String names) {
        if (key != null) {
            throw new WandbAuthenticationException(
                    "Both " + names + " are set, so that it is not clear who asks: leave one of them out",
                    WandbException.Details.of(names),
                    null);
        }
    }

    private static Credentials ofFile(String file, String source) {
        return new Credentials(null, Path.of(file.trim()), source);
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
        return new Credentials(trimmed, null, source);
    }

    /** With the port, if the URL has one: so the netrc entries of W&B's own client are named. */
    private static String host(String baseUrl) {
        URI url = URI.create(baseUrl);
        return url.getPort() < 0 ? String.valueOf(url.getHost()) : url.getHost() + ":" + url.getPort();
    }

    /** The secret; null where there is an identity token. */
    public @Nullable String apiKey() {
        return apiKey;
    }

    /** Where the token of an identity provider is. */
    public Optional<Path> identityTokenFile() {
        return Optional.ofNullable(identityTokenFile);
    }

    /** Where the key came from, to be put behind "the key of". */
    public String source() {
        return source;
    }

    /** The text without the key, should a server have repeated it, plain or as the header carries it. */
    public String redact(String text) {
        return apiKey == null
                ? TOKEN.matcher(text).replaceAll("xxxxxx")
                : text.replace(apiKey, "xxxxxx").replace(encoded(apiKey), "xxxxxx");
    }

    private static String encoded(String apiKey) {
        return Base64.getEncoder().encodeToString(("api:" + apiKey).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credentials that
                && Objects.equals(apiKey, that.apiKey)
                && Objects.equals(identityTokenFile, that.identityTokenFile);
    }

    @Override
    public int hashCode() {
        return Objects.hash(apiKey, identityTokenFile);
    }

    @Override
    public String toString() {
        return (apiKey == null ? "the identity token of " : "the key of ") + source;
    }
}
