// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A file to be downloaded.
 *
 * @param operation for the texts of errors
 * @param about the file, such as {@code entity/project/runId/config.yaml}: for the texts of errors
 * @param asked finds it, with an address that is fresh
 * @param ifDifferent why what comes may not be the file, and what to do then
 */
public record Remote<F extends StoredContent>(
        String operation, String about, Supplier<CompletableFuture<F>> asked, String ifDifferent) {}
