// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelwandb.client.model.LogLine;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cloudevents.CloudEvent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.DataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a consumer gives, turned into what other components take. */
class TransformersTest extends SimulatedWandbTestSupport {

    private static final String FROM = "wandb:team/vision?delay=50&includeRun=false";
    private static final String LINES = "wandb:team/vision?stream=logs&delay=50";

    @BeforeEach
    void log() {
        wandb.run("team/vision/r1")
                .logJson("{\"_step\":0,\"_timestamp\":1764000000.25,\"loss\":0.5}")
                .logJson("{\"_step\":1,\"_timestamp\":1764000001,\"loss\":0.25,\"note\":\"=1+1\"}");
    }

    /** The first messages that come, as that type. */
    private List<Exchange> transformed(String uri, String type, int count) throws Exception {
        MockEndpoint sink = context.getEndpoint("mock:sink", MockEndpoint.class);
        sink.expectedMinimumMessageCount(count);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).transformDataType(new DataType(type)).to(sink);
            }
        });
        sink.assertIsSatisfied();
        return sink.getExchanges();
    }

    @Test
    void aRowIsJson() throws Exception {
        Message row = transformed(FROM, "wandb:application-json", 2).get(0).getMessage();

        assertThat(row.getBody()).isEqualTo("{\"_step\":0,\"_timestamp\":1764000000.25,\"loss\":0.5}");
        assertThat(row.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    }

    @Test
    void aBatchIsAnArray() throws Exception {
        Message batch = transformed(FROM + "&rowsPerExchange=10", "wandb:application-json", 1)
                .get(0)
                .getMessage();

        assertThat(batch.getBody(String.class))
                .startsWith("[{\"_step\":0")
                .contains("},{\"_step\":1")
                .endsWith("]");
    }

    @Test
    void aBatchIsCsvWithTheColumnsOfAllRowsAndNoFormulas() throws Exception {
        Message batch = transformed(FROM + "&rowsPerExchange=10", "wandb:text-csv", 1)
                .get(0)
                .getMessage();

        assertThat(batch.getBody(String.class).lines())
                .containsExactly("_step,_timestamp,loss,note", "0,1764000000.25,0.5,", "1,1764000001,0.25,\"'=1+1\"");
        assertThat(batch.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("text/csv");
    }

    @Test
    void aBatchIsAListOfMessagesForKafkaWithTheRunAsTheirKey() throws Exception {
        Message batch = transformed(FROM + "&rowsPerExchange=10", "wandb:kafka-records", 1)
                .get(0)
                .getMessage();

        assertThat(batch.getBody(List.class)).hasSize(2);
        Message first = (Message) batch.getBody(List.class).get(0);
        assertThat(first.getBody()).isEqualTo("{\"_step\":0,\"_timestamp\":1764000000.25,\"loss\":0.5}");
        assertThat(first.getHeader("kafka.KEY")).isEqualTo("team/vision/r1");
    }

    @Test
    void aRowIsACloudEventWhoseIdIsItsKey() throws Exception {
        Message row =
                transformed(FROM, "wandb:application-cloudevents", 2).get(0).getMessage();

        assertThat(row.getHeaders())
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_VERSION, "1.0")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_ID, row.getHeader(WandbConstants.ROW_KEY))
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, "io.github.camelwandb.row")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, "team/vision/r1")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TIME, "2025-11-24T16:00:00.250Z");
        assertThat(row.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_SOURCE, String.class))
                .contains("team/vision/runs/r1");
        assertThat(row.getBody(String.class)).startsWith("{\"_step\":0");
    }

    @Test
    void aRunThatEndsIsACloudEventToo() throws Exception {
        wandb.run("team/vision/r1").finished();

        Message run = transformed("wandb:team/vision?stream=runs&delay=50", "wandb:application-cloudevents", 1)
                .get(0)
                .getMessage();

        assertThat(run.getHeader(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, String.class))
                .startsWith("io.github.camelwandb.run.");
        assertThat(run.getBody(String.class)).contains("\"runId\":\"r1\"");
    }

    @Test
    void aLineOfAConsoleIsJsonWithWhatItsHeadersTell() throws Exception {
        wandb.run("team/vision/r1").console("epoch 1 \"ok\"");

        Message line = transformed(LINES, "wandb:application-json", 1).get(0).getMessage();

        assertThat(line.getBody(String.class))
                .startsWith("{\"number\":0,\"timestamp\":\"")
                .endsWith("\"text\":\"epoch 1 \\\"ok\\\"\"}");
        assertThat(line.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    }

    @Test
    void aLineOfAConsoleIsACloudEvent() throws Exception {
        wandb.run("team/vision/r1").stderr("out of memory");

        Message line =
                transformed(LINES, "wandb:application-cloudevents", 1).get(0).getMessage();

        assertThat(line.getHeaders())
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_TYPE, "io.github.camelwandb.line")
                .containsEntry(CloudEvent.CAMEL_CLOUD_EVENT_SUBJECT, "team/vision/r1");
        assertThat(line.getBody(String.class)).contains("\"level\":\"error\"", "\"text\":\"out of memory\"");
    }

    @Test
    void aLineOfAConsoleIsCsvWithoutFormulas() throws Exception {
        wandb.run("team/vision/r1").console("=1+1");

        Message line = transformed(LINES, "wandb:text-csv", 1).get(0).getMessage();

        assertThat(line.getBody(String.class).lines())
                .satisfiesExactly(
                        names -> assertThat(names).isEqualTo("label,level,number,text,timestamp"),
                        cells -> assertThat(cells).startsWith("\"\",\"\",0,\"'=1+1\",2"));
    }

    @Test
    void theNameOfAMetricIsNoFormulaEither() throws Exception {
        wandb.run("team/vision/r2").logJson("{\"_step\":0,\"=HYPERLINK(1)\":1,\"@x\":\"+1\"}");

        Message row = transformed("wandb:team/vision/r2?delay=50&includeRun=false", "wandb:text-csv", 1)
                .get(0)
                .getMessage();

        assertThat(row.getBody(String.class).lines())
                .containsExactly("\"'=HYPERLINK(1)\",\"'@x\",_step", "1,\"'+1\",0");
    }

    @Test
    void aTextThatIsNoLineOfAConsoleHasNoFormInJson() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").transformDataType("wandb:application-json");
            }
        });

        assertThatThrownBy(() -> template.requestBody("direct:in", "loss: 0.5"))
                .hasStackTraceContaining("java.lang.String")
                .hasStackTraceContaining("rows, batches of rows");
    }

    @Test
    void aSystemRowThatComesAgainIsTheSameCloudEvent() throws Exception {
        wandb.run("team/vision/r1")
                .systemMetrics(Map.of("system.cpu", 12.5))
                .systemMetrics(Map.of("system.cpu", 50))
                .finished();
        String uri = "wandb:team/vision?stream=system&delay=";
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + 60)
                        .transformDataType("wandb:application-cloudevents")
                        .to("mock:again");
            }
        });
        MockEndpoint again = context.getEndpoint("mock:again", MockEndpoint.class);
        again.expectedMessageCount(2);

        List<Object> ids = ids(transformed(uri + 50, "wandb:application-cloudevents", 2));

        again.assertIsSatisfied();
        assertThat(ids).doesNotHaveDuplicates().isEqualTo(ids(again.getExchanges()));
    }

    @Test
    void aLineThatComesAgainIsTheSameCloudEventAndAnotherLineIsNot() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .transformDataType("wandb:application-cloudevents")
                        .to("mock:sink");
            }
        });
        Map<String, Object> run =
                Map.of(WandbConstants.ENTITY, "team", WandbConstants.PROJECT, "vision", WandbConstants.RUN_ID, "r1");

        for (long number : new long[] {7, 7, 8}) {
            template.sendBodyAndHeaders("direct:in", new LogLine(number, null, "", "", "epoch 1"), run);
        }

        List<Object> ids =
                ids(context.getEndpoint("mock:sink", MockEndpoint.class).getExchanges());
        assertThat(ids).hasSize(3).element(0).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    }

    private static List<Object> ids(List<Exchange> events) {
        return events.stream()
                .map(event -> event.getMessage().getHeader(CloudEvent.CAMEL_CLOUD_EVENT_ID))
                .toList();
    }

    @Test
    void aBodyWithoutFieldsIsRefusedAndTheErrorSaysWhatIsTaken() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").transformDataType("wandb:text-csv");
            }
        });

        assertThatThrownBy(() -> template.requestBodyAndHeaders("direct:in", 7, Map.of()))
                .hasStackTraceContaining("java.lang.Integer")
                .hasStackTraceContaining("rows, batches of rows");
    }

    @Test
    void rowsOfARunThatNobodyNamesAreNoKafkaRecords() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").transformDataType("wandb:kafka-records");
            }
        });

        assertThatThrownBy(() -> template.requestBody("direct:in", Map.of("loss", 0.5)))
                .hasStackTraceContaining(WandbConstants.ENTITY)
                .hasStackTraceContaining("transform what a wandb consumer gave");
    }
}
