// SPDX-License-Identifier: Apache-2.0
/** Runs the real Python SDK of W&amp;B against a server on this machine; the test-jar of this module, for the tests of others too. */
@NullMarked
package io.github.camelwandb.sdk;

import org.jspecify.annotations.NullMarked;
