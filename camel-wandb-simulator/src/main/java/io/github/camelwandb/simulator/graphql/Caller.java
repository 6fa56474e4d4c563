// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

/**
 * Who asks, and under which address.
 *
 * @param known whether the credentials were right
 * @param links the URLs that the answer may hold
 */
public record Caller(boolean known, Links links) {}
