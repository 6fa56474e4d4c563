// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelwandb.client.files.Md5;
import io.github.camelwandb.client.model.CodePointOrder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The list of what is in a version, which is a file of its own in the storage.
 *
 * @param contents by name
 */
record Manifest(SortedMap<String, ManifestEntry> contents) {

    /** Of the file. */
    static final String NAME = "wandb_manifest.json";

    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The file. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Form(
            @JsonProperty("version") int version,
            @JsonProperty("storagePolicy") @Nullable String storagePolicy,
            @JsonProperty("storagePolicyConfig") @Nullable Map<String, @Nullable Object> storagePolicyConfig,
            @JsonProperty("contents") @Nullable TreeMap<String, ManifestEntry> contents) {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it is none
     * @throws IOException if it cannot be read, or breaks off
     */
    static Manifest read(InputStream file) throws IOException {
        Form form;
        try {
            form = JSON.readValue(file, Form.class);
        } catch (JsonEOFException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no manifest: " + e.getOriginalMessage(), e);
        }
        if (form == null || form.version != VERSION || form.contents == null) {
            throw new IllegalArgumentException(
                    form == null ? "it is empty" : "its version is " + form.version + ", and known is " + VERSION);
        }
        form.contents.forEach(Manifest::check);
        return new Manifest(form.contents);
    }

    private static void check(String name, @Nullable ManifestEntry entry) {
        if (entry == null || (entry.ref() == null && entry.digest() == null)) {
            throw new IllegalArgumentException("it says nothing of '" + name + "'");
        }
    }

    /** The file. */
    byte[] bytes() {
        Form form =
                new Form(VERSION, "wandb-storage-policy-v1", Map.of("storageLayout", "V2"), new TreeMap<>(contents));
        try {
            return JSON.writeValueAsBytes(form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /** What W&amp;B knows the content by: the same names and digests have the same. */
    static String digest(Map<String, String> digests) {
        SortedMap<String, String> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
        sorted.putAll(digests);
        MessageDigest digest = Md5.digest();
        digest.update("wandb-artifact-manifest-v1\n".getBytes(StandardCharsets.UTF_8));
        sorted.forEach((name, value) -> digest.update((name + ":" + value + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
