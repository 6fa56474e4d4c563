// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.consumer.WandbConsumer;
import io.github.camelwandb.producer.WandbProducer;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.ScheduledPollEndpoint;

/** Follow training runs of Weights and Biases, and read and change them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "wandb",
        title = "Weights and Biases",
        syntax = "wandb:entity/project/runId",
        category = {Category.AI, Category.MONITORING},
        headersClass = WandbConstants.class)
public class WandbEndpoint extends ScheduledPollEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    /** Rows become visible up to 15 s after they were logged; polling more often than this finds nothing more. */
    private static final long DEFAULT_DELAY_MILLIS = 5_000;

    @UriParam
    private WandbConfiguration configuration;

    // these two are here for the descriptor, which would otherwise tell Camel's defaults

    @UriParam(label = "consumer,scheduler", description = "Milliseconds before the next poll.", defaultValue = "5000")
    private long delay = DEFAULT_DELAY_MILLIS;

    @UriParam(label = "consumer,scheduler", description = "Milliseconds before the first poll.", defaultValue = "0")
    private long initialDelay;

    public WandbEndpoint(String uri, WandbComponent component, WandbConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
        super.setDelay(delay);
        super.setInitialDelay(initialDelay);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = new WandbConsumer(
                this,
                processor,
                configuration,
                client(),
                component().offsetStores(),
                component().clock());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new WandbProducer(this, configuration, client());
    }

    private WandbClient client() {
        return component().client(configuration);
    }

    private WandbComponent component() {
        return (WandbComponent) getComponent();
    }

    @Override
    public String getServiceUrl() {
        return component().baseUrl(configuration);
    }

    @Override
    public String getServiceProtocol() {
        return "graphql";
    }

    @Override
    public long getDelay() {
        return delay;
    }

    @Override
    public void setDelay(long delay) {
        super.setDelay(delay);
        this.delay = delay;
    }

    @Override
    public long getInitialDelay() {
        return initialDelay;
    }

    @Override
    public void setInitialDelay(long initialDelay) {
        super.setInitialDelay(initialDelay);
        this.initialDelay = initialDelay;
    }

    public WandbConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(WandbConfiguration configuration) {
        this.configuration = configuration;
    }
}
