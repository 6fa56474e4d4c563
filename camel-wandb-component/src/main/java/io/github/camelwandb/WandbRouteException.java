// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.WandbException;
import java.util.concurrent.CompletionException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.HttpResponseAware;

/**
 * What leaves the component when W&amp;B could not do what it was asked: the {@link WandbException} is its cause, and
 * {@code onException(WandbException.class)} finds it there. It is a class of its own because Camel's health checks look for
 * {@link HttpResponseAware} on the exception itself, and the client knows no Camel.
 */
public class WandbRouteException extends RuntimeCamelException implements HttpResponseAware {

    private static final long serialVersionUID = 1L;

    private int status;
    private String statusText = "";

    public WandbRouteException(WandbException cause) {
        super(cause.getMessage(), cause);
        this.status = cause.status().orElse(0);
    }

    /** What a failure becomes where it leaves the component: one of the client becomes one of these, others stay what they are. */
    public static Throwable of(Throwable failure) {
        Throwable own =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return own instanceof WandbException wandb ? new WandbRouteException(wandb) : own;
    }

    /** The same for code that can throw nothing checked. */
    public static RuntimeException of(RuntimeException failure) {
        return of((Throwable) failure) instanceof RuntimeException own ? own : failure;
    }

    /** The HTTP status of the server's answer, 0 where there was none. */
    @Override
    public int getHttpResponseCode() {
        return status;
    }

    @Override
    public void setHttpResponseCode(int status) {
        this.status = status;
    }

    @Override
    public String getHttpResponseStatus() {
        return statusText;
    }

    @Override
    public void setHttpResponseStatus(String statusText) {
        this.statusText = statusText;
    }
}
