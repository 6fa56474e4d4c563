// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Run;
import org.apache.camel.Message;

/** The headers that name the run a message is about. */
final class RunHeaders {

    private RunHeaders() {}

    static void fill(Message message, Run run) {
        message.setHeader(WandbConstants.ENTITY, run.path().entity());
        message.setHeader(WandbConstants.PROJECT, run.path().project());
        message.setHeader(WandbConstants.RUN_ID, run.path().runId());
        message.setHeader(WandbConstants.RUN_NAME, run.displayName());
        message.setHeader(WandbConstants.RUN_STATE, run.state().value());
        message.setHeader(WandbConstants.RUN_URL, run.url());
    }
}
