// SPDX-License-Identifier: Apache-2.0
/**
 * How requests reach the server: {@link io.github.camelwandb.client.transport.HttpTransport}, and upon it
 * {@link io.github.camelwandb.client.transport.GraphqlTransport}. Around one attempt ({@code HttpCall}, over OkHttp with interceptors for
 * authentication and logging) lie, outermost first, the deadline, the retry and the {@code RequestGate}, none of which blocks a thread.
 */
@NullMarked
package io.github.camelwandb.client.transport;

import org.jspecify.annotations.NullMarked;
