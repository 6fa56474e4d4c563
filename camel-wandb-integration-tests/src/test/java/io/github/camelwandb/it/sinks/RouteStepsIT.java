// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static io.github.camelwandb.it.sinks.AcknowledgementTable.line;
import static org.apache.camel.builder.Builder.header;

import io.github.camelwandb.WandbConstants;
import java.io.IOException;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.Test;

/** What Camel itself can put between the consumer and a sink. */
class RouteStepsIT extends SinkTestSupport {

    private final Gate gate = new Gate();
    private final Broken broken = new Broken();

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {
            new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:next").process(gate);
                    from("direct:next").process(gate);
                    from("direct:broken").errorHandler(noErrorHandler()).process(broken);
                    from("seda:each?multipleConsumers=true").process(broken);
                    from("seda:each?multipleConsumers=true").to("mock:other");
                }
            }
        };
    }

    private Acknowledged staysUntilStored() throws Exception {
        return staysUntilStored(gate::stored, gate::open);
    }

    private Acknowledged movesBeforeStored() throws Exception {
        return movesBeforeStored(gate::stored, gate::open);
    }

    @Test
    void sedaHandsTheCompletionOn() throws Exception {
        rowsInto(route -> route.to("seda:next"));

        line(
                "`seda`",
                staysUntilStored(),
                "When the route behind it has ended: the completion goes with the exchange.");
    }

    @Test
    void sedaOfSeveralConsumersCompletesAlsoWhereOneHasFailed() throws Exception {
        rowsInto(route -> route.to("seda:each?multipleConsumers=true"));

        line(
                "`seda` with `multipleConsumers`",
                movesBeforeStored(broken::stored, broken::repair),
                "When each of its consumers has ended or failed. Use `multicast` into `direct`.");
    }

    @Test
    void threadsHandTheCompletionOn() throws Exception {
        rowsInto(route -> route.threads(2).process(gate));

        line("`threads`", staysUntilStored(), "When the rest of the route has ended.");
    }

    @Test
    void aSplitCompletesWhenItsLastPartHas() throws Exception {
        batchInto(route -> route.split().body().process(gate));

        line("`split`", staysUntilStored(), "When the last part has ended.");
    }

    @Test
    void aSplitOnSeveralThreadsCompletesWhenItsLastPartHas() throws Exception {
        batchInto(route -> route.split().body().parallelProcessing().process(gate));

        staysUntilStored();
    }

    @Test
    void aSplitCompletesAlsoWhereItsPartsAreMarkedRollbackOnly() throws Exception {
        batchInto(route -> route.split().body().markRollbackOnly());

        movesBeforeStored(gate::stored, gate::open);
    }

    @Test
    void aSplitThatStopsOnAnExceptionFailsWhereAPartIsMarkedRollbackOnly() throws Exception {
        batchInto(route -> route.split()
                .body()
                .stopOnException()
                .choice()
                .when(exchange -> gate.isShut())
                .markRollbackOnly()
                .otherwise()
                .process(gate));

        staysUntilStored();
    }

    @Test
    void aSplitDoesNotWaitForPartsItPutsIntoSeda() throws Exception {
        batchInto(route -> route.split().body().to("seda:next"));

        line(
                "`split` into `seda`",
                movesBeforeStored(),
                "When the parts are in the queue. Leave `seda` out; `split` has threads of its own, `parallelProcessing`.");
    }

    @Test
    void aMulticastCompletesWhenItsLastBranchHas() throws Exception {
        rowsInto(route -> route.multicast().to("mock:other", "direct:next"));

        line("`multicast`", staysUntilStored(), "When the last branch has ended.");
    }

    @Test
    void aMulticastDoesNotWaitForWhatItPutsIntoSeda() throws Exception {
        rowsInto(route -> route.multicast().to("mock:other", "seda:next"));

        line(
                "`multicast` into `seda`",
                movesBeforeStored(),
                "When the copies are in the queue. Use `direct` in place of `seda`.");
    }

    @Test
    void aWireTapDoesNotWaitForWhatItTaps() throws Exception {
        rowsInto(route -> route.wireTap("direct:next").to("mock:other"));

        line(
                "`wireTap`",
                movesBeforeStored(),
                "When the copy is handed to another thread. Use `multicast` or a plain `to`.");
    }

    @Test
    void anAggregateInMemoryDoesNotWaitForItsGroup() throws Exception {
        rowsInto(route -> route.convertBodyTo(String.class)
                .aggregate(AggregationStrategies.string("\n"))
                .constant("all")
                .completionSize(1000)
                .process(gate));

        line(
                "`aggregate`",
                movesBeforeStored(gate::stored, () -> {}),
                "When the row has joined its group in memory. Use `rowsPerExchange`.");
    }

    @Test
    void aBatchOfTheConsumerCompletesWhenItsSinkHasIt() throws Exception {
        batchInto(route -> route.convertBodyTo(String.class).process(gate));

        line("`rowsPerExchange`", staysUntilStored(), "When the sink has the whole batch.");
    }

    @Test
    void aResequencerHandsTheCompletionOn() throws Exception {
        rowsInto(route -> route.resequence(header(WandbConstants.STEP))
                .batch()
                .timeout(100)
                .process(gate));

        line("`resequence`", staysUntilStored(), "When the rest of the route has ended, behind the batch.");
    }

    @Test
    void aMulticastWithAStrategyOfItsOwnCompletesAlsoWhereABranchHasFailed() throws Exception {
        rowsInto(route -> route.multicast(AggregationStrategies.groupedBody()).to("mock:other", "direct:broken"));

        line(
                "`multicast` or `split` with an `aggregationStrategy`",
                movesBeforeStored(broken::stored, broken::repair),
                "When each branch or part has ended or failed: the strategy may not pass a failure on. Use `stopOnException`.");
    }

    @Test
    void aMulticastThatStopsOnAnExceptionFailsWithItsBranch() throws Exception {
        rowsInto(route -> route.multicast(AggregationStrategies.groupedBody())
                .stopOnException()
                .to("mock:other", "direct:broken"));

        staysUntilStored(broken::stored, broken::repair);
    }

    @Test
    void aMulticastWithATimeoutDoesNotWaitForWhatIsSlower() throws Exception {
        rowsInto(route -> route.multicast().parallelProcessing().timeout(100).to("direct:next", "mock:other"));

        line(
                "`multicast` or `split` with a `timeout`",
                movesBeforeStored(),
                "When the time is over, whatever has ended by then. Give the sink a timeout of its own, which fails.");
    }

    @Test
    void aDeadLetterChannelHandlesARowAlsoWhereItCannotKeepIt() throws Exception {
        rowsInto(route -> handledBy(route, new DeadLetterChannelBuilder("direct:broken")));

        line(
                "`deadLetterChannel`",
                movesBeforeStored(broken::stored, broken::repair),
                "When sending the row there was tried. With `deadLetterHandleNewException=false` it comes again where that fails.");
    }

    @Test
    void aRowComesAgainThatADeadLetterChannelCouldNotKeepWhereItSaysSo() throws Exception {
        rowsInto(route ->
                handledBy(route, new DeadLetterChannelBuilder("direct:broken").deadLetterHandleNewException(false)));

        staysUntilStored(broken::stored, broken::repair);
    }

    private static void handledBy(ProcessorDefinition<?> route, ErrorHandlerFactory handler) {
        ((RouteDefinition) route).errorHandler(handler).throwException(new IOException("the sink refuses"));
    }

    @Test
    void aRowDoesNotComeAgainOnWhichOnCompletionHasFailed() throws Exception {
        rowsInto(route -> route.onCompletion().to("direct:broken").end().to("mock:other"));

        line(
                "`onCompletion`",
                movesBeforeStored(broken::stored, broken::repair),
                "Also where its steps have failed, and with `parallelProcessing` before they end. Put the sink into the route.");
    }
}
