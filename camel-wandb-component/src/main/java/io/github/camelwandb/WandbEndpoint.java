// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.consumer.Following;
import io.github.camelwandb.consumer.WandbConsumer;
import io.github.camelwandb.producer.WandbProducer;
import java.util.stream.Stream;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.jspecify.annotations.Nullable;

/** Follow training runs of Weights and Biases, and read and change them. */
@ManagedResource(description = "Managed Weights and Biases endpoint")
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

    private volatile @Nullable WandbClient client;

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
        // of whoever receives rows one by one: a row has completed where that one is done, and not where it is queued
        setPollingConsumerCopy(true);
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
        WandbClient shared = component().client(configuration);
        client = shared;
        return shared;
    }

    /** Of one route at most: Camel refuses a second one from the same endpoint. */
    private Stream<Following> followings() {
        return WandbConsumer.of(getCamelContext())
                .filter(consumer -> consumer.getEndpoint() == this)
                .map(WandbConsumer::following);
    }

    @ManagedAttribute(description = "Runs that are followed")
    public int getRunsFollowed() {
        return followings().mapToInt(following -> following.runs().size()).sum();
    }

    @ManagedAttribute(description = "Runs that wait because something about them failed")
    public int getHeldRuns() {
        return followings().mapToInt(following -> following.held().size()).sum();
    }

    @ManagedAttribute(description = "Rows whose exchanges have completed since the start")
    public long getRowsDelivered() {
        return followings().mapToLong(Following::rowsDelivered).sum();
    }

    @ManagedAttribute(description = "Rows that W&B counts and that have not completed yet")
    public long getLagInRows() {
        return followings().mapToLong(Following::lag).sum();
    }

    @ManagedAttribute(description = "Exchanges that were started and have not ended")
    public int getInFlight() {
        return followings().mapToInt(Following::inFlight).sum();
    }

    @ManagedAttribute(description = "Requests that the rate limit of the server leaves, -1 if it does not say")
    public long getRequestsLeft() {
        WandbClient shared = client;
        return shared == null ? -1 : shared.requestsLeft().orElse(-1);
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
