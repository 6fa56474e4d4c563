// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static io.github.camelwandb.it.sinks.AcknowledgementTable.line;

import java.net.URI;
import java.util.List;
import org.apache.camel.CamelContext;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class S3SinkIT extends SinkTestSupport {

    private static S3Proxy server;
    private static S3Client client;

    @BeforeAll
    static void startTheServer() throws Exception {
        server = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "tester", "not-a-secret")
                .blobStore(new TransientNio2BlobStore())
                .build();
        server.start();
        client = S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("tester", "not-a-secret")))
                .build();
    }

    @AfterAll
    static void stopTheServer() throws Exception {
        client.close();
        server.stop();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getRegistry().bind("s3", client);
        return camel;
    }

    @Test
    void aPutCompletesWhenTheObjectIsStored() throws Exception {
        batchInto(route -> route.setHeader("CamelAwsS3Key")
                .simple("${header.CamelWandbRunId}-${header.CamelWandbStep}")
                .convertBodyTo(byte[].class)
                .to("aws2-s3:objects?amazonS3Client=#s3"));

        line(
                "`aws2-s3`",
                staysUntilStored(
                        () -> stepsIn("objects"), () -> client.createBucket(request -> request.bucket("objects"))),
                "When the object is stored, one put an exchange: use `rowsPerExchange`.");
    }

    @Test
    void aStreamingUploadCompletesWhenTheRowIsInItsBuffer() throws Exception {
        client.createBucket(request -> request.bucket("uploads"));
        rowsInto(
                route -> route.convertBodyTo(byte[].class)
                        .to(
                                "aws2-s3:uploads?amazonS3Client=#s3&keyName=rows&streamingUploadMode=true&batchMessageNumber=1000"));

        line(
                "`aws2-s3` with `streamingUploadMode`",
                movesBeforeStored(() -> stepsIn("uploads"), () -> {}),
                "When the row is in the buffer of a part. Use `rowsPerExchange` and plain puts.");
    }

    private static List<Long> stepsIn(String bucket) {
        try {
            return client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                    .flatMap(object -> Steps.in(client.getObjectAsBytes(
                                            request -> request.bucket(bucket).key(object.key()))
                                    .asUtf8String())
                            .stream())
                    .toList();
        } catch (NoSuchBucketException | NoSuchKeyException e) {
            return List.of(); // not there yet, or just being replaced
        }
    }
}
