// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.s3;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A real S3 server in this process, on the loopback interface, that keeps its objects in memory. */
final class ObjectStore implements AutoCloseable {

    static final String ACCESS_KEY = "example";
    static final String SECRET_KEY = "not-a-secret";

    private final S3Proxy server;

    private ObjectStore(S3Proxy server) {
        this.server = server;
    }

    static ObjectStore start() throws Exception {
        S3Proxy server = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .blobStore(new TransientNio2BlobStore())
                .build();
        server.start();
        return new ObjectStore(server);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
