// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.artifacts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.camelwandb.client.model.ArtifactEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of one name.
 *
 * @param birthArtifactID the version with which the file was uploaded
 * @param ref where a reference leads; null for a file
 * @param extra what its writer adds; {@code alg} names the kind of digest, which is MD5 if it is not there
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ManifestEntry(
        @JsonProperty("digest") @Nullable String digest,
        @JsonProperty("birthArtifactID") @Nullable String birthArtifactID,
        @JsonProperty("ref") @Nullable String ref,
        @JsonProperty("size") @Nullable Long size,
        @JsonProperty("extra") @Nullable Map<String, @Nullable Object> extra) {

    /** The MD5 of the file in base64; null if its writer took another digest. */
    @Nullable
    String md5() {
        Object algorithm = extra == null ? null : extra.get("alg");
        return algorithm == null || algorithm.equals("MD5") ? digest : null;
    }

    ArtifactEntry named(String name) {
        return new ArtifactEntry(name, size, digest, ref);
    }
}
