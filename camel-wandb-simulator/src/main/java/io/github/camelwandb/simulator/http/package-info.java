// SPDX-License-Identifier: Apache-2.0
/** The HTTP server: routes, credentials, faults and the record of requests. */
@NullMarked
package io.github.camelwandb.simulator.http;

import org.jspecify.annotations.NullMarked;
