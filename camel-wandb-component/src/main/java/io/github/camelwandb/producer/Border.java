// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbRouteException;
import io.github.camelwandb.client.WandbException;
import java.util.concurrent.CompletionException;

/** What failures of the client become where they leave the component. */
final class Border {

    private Border() {}

    static Throwable crossed(Throwable failure) {
        Throwable own =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return own instanceof WandbException wandb ? new WandbRouteException(wandb) : own;
    }

    /** The same for code that can throw nothing checked. */
    static RuntimeException unchecked(RuntimeException failure) {
        return crossed(failure) instanceof RuntimeException crossed ? crossed : failure;
    }
}
