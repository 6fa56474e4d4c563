// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.examples.s3;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket, seen with Amazon's own client. */
final class Bucket implements AutoCloseable {

    private final S3Client client;
    private final String name;

    Bucket(URI endpoint, String name) {
        this.client = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(ObjectStore.ACCESS_KEY, ObjectStore.SECRET_KEY)))
                .build();
        this.name = name;
    }

    void create() {
        client.createBucket(request -> request.bucket(name));
    }

    /** The keys of all objects, sorted. */
    List<String> keys() {
        return client.listObjectsV2Paginator(request -> request.bucket(name)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** The lines of all objects, in the order of their keys. */
    List<String> lines() {
        return keys().stream().flatMap(key -> text(key).lines()).toList();
    }

    private String text(String key) {
        return client.getObjectAsBytes(request -> request.bucket(name).key(key)).asUtf8String();
    }

    @Override
    public void close() {
        client.close();
    }
}
