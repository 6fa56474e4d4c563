// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.history;

/** How many samples a server lets itself be asked for, as far as that is known. Safe for several threads. */
final class MostSamples {

    private volatile int most = Integer.MAX_VALUE;

    HistoryRequest in(HistoryRequest request) {
        return request.samples() > most ? request.withSamples(most) : request;
    }

    /** The server has refused more. */
    void are(int samples) {
        most = samples;
    }
}
