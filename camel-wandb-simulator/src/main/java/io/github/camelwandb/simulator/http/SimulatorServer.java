// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.Faults;
import io.github.camelwandb.simulator.RecordedRequest;
import io.github.camelwandb.simulator.filestream.FileStream;
import io.github.camelwandb.simulator.graphql.GraphqlApi;
import io.github.camelwandb.simulator.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The HTTP server of a simulator, on the loopback interface. */
public final class SimulatorServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    /** Longer than any test lets a request hang. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Server server;
    private final String baseUrl;
    private final Dispatcher dispatcher;
    private final RequestLog log;
    private final ApiKeys keys;
    private final IdentityTokens tokens;
    private final Signature signature;

    private SimulatorServer(
            Server server,
            String baseUrl,
            Dispatcher dispatcher,
            RequestLog log,
            ApiKeys keys,
            IdentityTokens tokens,
            Signature signature) {
        this.server = server;
        this.baseUrl = baseUrl;
        this.dispatcher = dispatcher;
        this.log = log;
        this.keys = keys;
        this.tokens = tokens;
        this.signature = signature;
    }

    /**
     * Starts it.
     *
     * @param port 0 for any free one
     * @param elsewhere whether files are kept under another host name, one that takes no keys
     * @param uploadHeaders that uploads must have
     * @throws IllegalStateException if it cannot listen there
     */
    public static SimulatorServer start(
            Store store, GraphqlApi api, int port, String apiKey, boolean elsewhere, List<String> uploadHeaders) {
        RequestLog log = new RequestLog();
        Dispatcher dispatcher = new Dispatcher(log, store.clock());
        IdentityTokens tokens = new IdentityTokens(store.clock());
        ApiKeys keys = new ApiKeys(apiKey, tokens);
        Signature signature = new Signature();
        Storage storage = new Storage(signature, elsewhere, uploadHeaders);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(anyPath()));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(new Routes(
                dispatcher,
                new GraphqlEndpoint(api, keys, storage),
                new FileStreamEndpoint(new FileStream(store), keys),
                new FileEndpoint(store, keys, storage),
                new ArtifactEndpoint(store, storage),
                new RowsEndpoint(store),
                new TokenEndpoint(tokens)));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The simulator cannot listen at " + HOST + ":" + port, e);
        }
        return new SimulatorServer(
                server, "http://" + HOST + ":" + connector.getLocalPort(), dispatcher, log, keys, tokens, signature);
    }

    /** Names of files may hold anything: paths are taken apart as sent, and lead to no file system. */
    private static HttpConfiguration anyPath() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return configuration;
    }

    /** Scheme, host and port. */
    public String baseUrl() {
        return baseUrl;
    }

    /** What goes wrong. */
    public Faults faults() {
        return dispatcher.faults();
    }

    /** From now on the key is wrong or right; who asks with a wrong one gets nulls. */
    public void keyRevoked(boolean value) {
        keys.revoked(value);
    }

    /** From now on the key is wrong; who asks with it gets this status, or a null viewer. */
    public void keyRevoked(int status) {
        keys.revoked(status);
    }

    /** Only this token of an identity provider is trusted, for access of so long. */
    public void trustIdentityToken(String token, Duration lifetime) {
        tokens.trust(token, lifetime);
    }

    /** The addresses of files that were given out are not good any more. */
    public void expireLinks() {
        signature.renew();
    }

    /** Every answer with status 200 tells of this limit. */
    public void rateLimitHeaders(int limit, int remaining, Duration reset) {
        dispatcher.rateLimitHeaders(limit, remaining, reset);
    }

    /** See {@link io.github.camelwandb.simulator.WandbSimulator#answerHeaders}. */
    public void answerHeaders(Map<String, String> headers) {
        dispatcher.answerHeaders(headers);
    }

    /** The last requests, oldest first. */
    public List<RecordedRequest> requests() {
        return log.all();
    }

    /** Empties the record of requests. */
    public void forgetRequests() {
        log.clear();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The simulator does not stop", e);
        }
        // last: a request that comes while the server stops must not find everything working
        dispatcher.faults().clear();
    }
}
