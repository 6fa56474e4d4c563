// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.Credentials;
import io.github.camelwandb.client.ExtraHeaders;
import io.github.camelwandb.client.ProxyRules;
import io.github.camelwandb.client.SettingsFiles;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.WandbClientBuilder;
import io.github.camelwandb.offset.OffsetStores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/** Makes {@code wandb:} endpoints. */
@Component("wandb")
public class WandbComponent extends HealthCheckComponent implements SSLContextParametersAware {

    @Metadata(description = "The options that are the same for all endpoints.")
    private WandbConfiguration configuration = new WandbConfiguration();

    @Metadata(
            label = "advanced",
            description = "How long one attempt of a request may take.",
            defaultValue = "30s",
            javaType = "java.time.Duration")
    private long requestTimeout = 30_000;

    @Metadata(
            label = "advanced",
            description =
                    "How long a request may take in all, with its repetitions and the waits that the rate limit of the"
                            + " server asks for.",
            defaultValue = "2m",
            javaType = "java.time.Duration")
    private long requestDeadline = 120_000;

    @Metadata(
            label = "advanced",
            description =
                    "How often a request is tried before it fails. A write that must not run twice is never repeated.",
            defaultValue = "5")
    private int maxAttempts = 5;

    @Metadata(
            label = "advanced",
            description = "How many requests to one server may be under way at once.",
            defaultValue = "8")
    private int maxConcurrentRequests = 8;

    @Metadata(label = "security", description = "TLS: whom to trust, and who to be. Default: what the JVM does.")
    private @Nullable SSLContextParameters sslContextParameters;

    @Metadata(
            label = "security",
            description = "Whether the TLS parameters of the CamelContext are used.",
            defaultValue = "false")
    private boolean useGlobalSslContextParameters;

    @Metadata(
            label = "proxy",
            description =
                    "The host of an HTTP proxy to all servers. Without it the environment variables `WANDB_HTTPS_PROXY`, `HTTPS_PROXY` (or those with"
                            + " HTTP, for servers without TLS) and `NO_PROXY` decide, and else the JVM's properties such as `https.proxyHost`.")
    private @Nullable String proxyHost;

    @Metadata(label = "proxy", description = "The port of the proxy.", defaultValue = "3128")
    private int proxyPort = 3128;

    @Metadata(label = "proxy", description = "As whom to go through the proxy, if it asks.")
    private @Nullable String proxyUsername;

    @Metadata(label = "proxy,security", secret = true, description = "The password for the proxy.")
    private @Nullable String proxyPassword;

    @Metadata(
            label = "advanced,security",
            secret = true,
            description =
                    "HTTP headers that each request to the server carries, such as a gateway before it wants. They win over those of the environment"
                            + " variable `WANDB_X_EXTRA_HTTP_HEADERS`.")
    private Map<String, String> extraHeaders = Map.of();

    private Clock clock = Clock.systemUTC();
    private @Nullable Map<String, String> environment; // files are looked into when it is asked for

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        WandbConfiguration endpointConfiguration = configuration.copy();
        String[] path = remaining.split("/", -1);
        boolean asInTheApp = path.length == 4 && path[2].equals("runs");
        if (path.length < 2 || (path.length > 3 && !asInTheApp) || remaining.isBlank() || hasBlank(path)) {
            throw new IllegalArgumentException("The path '" + remaining
                    + "' is not entity/project or entity/project/runId, as in wandb:acme/vision"
                    + " or wandb:acme/vision/1a2b3c4d");
        }
        endpointConfiguration.setEntity(path[0]);
        endpointConfiguration.setProject(path[1]);
        if (path.length > 2) {
            endpointConfiguration.setRunId(path[path.length - 1]);
        }
        WandbEndpoint endpoint = new WandbEndpoint(uri, this, endpointConfiguration);
        setBean(endpointConfiguration, parameters);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The catalog wants the type of the filter to be a String, but what is made of that type would turn a Map into text. */
    private void setBean(WandbConfiguration endpoint, Map<String, Object> parameters) {
        if (parameters.get("filter") instanceof String reference && reference.startsWith("#")) {
            parameters.remove("filter");
            // asked for as a Map, Jackson would make one of anything
            Object bean = EndpointHelper.resolveReferenceParameter(getCamelContext(), reference, Object.class);
            if (!(bean instanceof Map)) {
                throw new IllegalArgumentException("filter=" + reference + " is a "
                        + bean.getClass().getName() + ": it must be a Map, or write the JSON itself");
            }
            endpoint.setFilter(bean);
        }
    }

    private static boolean hasBlank(String[] parts) {
        for (String part : parts) {
            if (part.isBlank()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The client for the server and key of an endpoint.
     *
     * @throws IllegalArgumentException if there is no key, or the base URL or a limit cannot be right
     */
    WandbClient client(WandbConfiguration endpoint) {
        String baseUrl = baseUrl(endpoint);
        Credentials credentials =
                Credentials.resolve(endpoint.getApiKey(), endpoint.getIdentityTokenFile(), environment(), baseUrl);
        Connection connection = connection();
        return SharedResources.of(getCamelContext())
                .client(baseUrl, credentials, connection, () -> optionsOf(baseUrl, credentials, connection));
    }

    private Connection connection() {
        SSLContextParameters tls =
                sslContextParameters != null ? sslContextParameters : retrieveGlobalSslContextParameters();
        ProxyRules proxies = proxyHost == null
                ? ProxyRules.of(environment())
                : ProxyRules.through(proxyHost, proxyPort, proxyUsername, proxyPassword);
        return new Connection(tls, proxies, ExtraHeaders.of(extraHeaders, environment()));
    }

    String baseUrl(WandbConfiguration endpoint) {
        String explicit = endpoint.getBaseUrl();
        return explicit != null ? explicit : environment().getOrDefault("WANDB_BASE_URL", "https://api.wandb.ai");
    }

    Clock clock() {
        return clock;
    }

    void setClock(Clock clock) {
        this.clock = clock;
    }

    /** The stores of positions that the endpoints share. */
    OffsetStores offsetStores() {
        return SharedResources.of(getCamelContext()).offsetStores();
    }

    private Map<String, String> environment() {
        if (environment == null) {
            environment = SettingsFiles.completing(System.getenv(), Path.of(""));
        }
        return environment;
    }

    void setEnvironment(Map<String, String> environment) {
        this.environment = environment;
    }

    private WandbClientBuilder optionsOf(String baseUrl, Credentials credentials, Connection connection) {
        requirePositive("requestTimeout", requestTimeout);
        requirePositive("requestDeadline", requestDeadline);
        requirePositive("maxAttempts", maxAttempts);
        requirePositive("maxConcurrentRequests", maxConcurrentRequests);
        return WandbClient.builder()
                .baseUrl(baseUrl)
                .credentials(credentials)
                .environment(environment())
                .headers(connection.headers())
                .okHttp(connection.client(getCamelContext()))
                .clock(clock)
                .attemptTimeout(Duration.ofMillis(requestTimeout))
                .deadline(Duration.ofMillis(requestDeadline))
                .maxAttempts(maxAttempts)
                .maxConcurrentRequests(maxConcurrentRequests);
    }

    private static void requirePositive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + "=" + value + " must be 1 or more");
        }
    }

    public WandbConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(WandbConfiguration configuration) {
        this.configuration = configuration;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public long getRequestDeadline() {
        return requestDeadline;
    }

    public void setRequestDeadline(long requestDeadline) {
        this.requestDeadline = requestDeadline;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public int getMaxConcurrentRequests() {
        return maxConcurrentRequests;
    }

    public void setMaxConcurrentRequests(int maxConcurrentRequests) {
        this.maxConcurrentRequests = maxConcurrentRequests;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public @Nullable String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(@Nullable String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public int getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(int proxyPort) {
        this.proxyPort = proxyPort;
    }

    public @Nullable String getProxyUsername() {
        return proxyUsername;
    }

    public void setProxyUsername(@Nullable String proxyUsername) {
        this.proxyUsername = proxyUsername;
    }

    public @Nullable String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(@Nullable String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public Map<String, String> getExtraHeaders() {
        return extraHeaders;
    }

    public void setExtraHeaders(Map<String, String> extraHeaders) {
        this.extraHeaders = extraHeaders;
    }
}
