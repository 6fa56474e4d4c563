// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

/**
 * What a storage has taken.
 *
 * @param length in bytes
 * @param md5 in base64
 */
public record Sent(long length, String md5) {}
