// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.sinks;

import static io.github.camelwandb.it.sinks.AcknowledgementTable.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class SqlSinkIT extends SinkTestSupport {

    private static final String INSERT =
            "sql:insert into rows values (:#_rowKey, :#_step, :#loss) on conflict do nothing";

    private static EmbeddedPostgres postgres;

    private Connection other;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void createTheTable() throws SQLException {
        other = postgres.getPostgresDatabase().getConnection();
        execute("create table rows (key text primary key, step bigint, loss double precision)");
    }

    @AfterEach
    void dropTheTable() throws SQLException {
        context.stop();
        other.setAutoCommit(true);
        execute("drop table rows");
        other.close();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getRegistry().bind("postgres", postgres.getPostgresDatabase());
        return camel;
    }

    @Test
    void aStatementCompletesWhenItIsCommitted() throws Exception {
        lockTheTable();
        rowsInto(route -> route.to(INSERT + "?dataSource=#postgres"));

        line("`sql`", staysUntilStored(this::stepsInTheTable, other::commit), "When the statement is committed.");
    }

    @Test
    void aBatchOfStatementsCompletesWhenAllAreCommitted() throws Exception {
        lockTheTable();
        batchInto(route -> route.to(INSERT + "?dataSource=#postgres&batch=true"));

        line(
                "`sql` with `batch=true`",
                staysUntilStored(this::stepsInTheTable, other::commit),
                "When every row of the batch is committed: use `rowsPerExchange`.");
    }

    @Test
    void anAggregateWithAPersistentRepositoryCompletesWhenTheGroupIsStored() throws Exception {
        execute("create table groups (id varchar(255) primary key, exchange bytea, version bigint)");
        execute("create table groups_completed (id varchar(255) primary key, exchange bytea, version bigint)");
        rowsInto(route -> route.convertBodyTo(String.class)
                .aggregate(SqlSinkIT::joined)
                .constant("all")
                .aggregationRepository(repository())
                .completionSize(1000)
                .to("mock:never"));

        eventually(() -> assertThat(deliveredAfterKill()).doesNotContain(0L, 1L, 2L));
        context.stop();
        assertThat(Steps.in(groupThatAnotherProcessGoesOnWith())).startsWith(0L, 1L, 2L);
        line(
                "`aggregate` with a persistent repository",
                Acknowledged.STORED,
                "When the group is in the repository, such as the `JdbcAggregationRepository` of `camel-sql`. The strategy must keep the group in the body.");
    }

    private String groupThatAnotherProcessGoesOnWith() throws Exception {
        List<String> groups = new CopyOnWriteArrayList<>();
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:more")
                            .aggregate(SqlSinkIT::joined)
                            .constant("all")
                            .aggregationRepository(repository())
                            .completionPredicate(body().endsWith("the next"))
                            .process(
                                    exchange -> groups.add(exchange.getMessage().getBody(String.class)));
                }
            });
            camel.start();
            camel.createProducerTemplate().sendBody("direct:more", "the next");
            eventually(() -> assertThat(groups).hasSize(1)); // a thread of its own completes it
        }
        return groups.get(0);
    }

    /** A repository keeps bodies: {@code AggregationStrategies.string} has the group elsewhere while it grows. */
    private static Exchange joined(Exchange group, Exchange next) {
        if (group == null) {
            return next;
        }
        group.getMessage()
                .setBody(group.getMessage().getBody(String.class) + "\n"
                        + next.getMessage().getBody(String.class));
        return group;
    }

    private static JdbcAggregationRepository repository() {
        return new JdbcAggregationRepository(
                new DataSourceTransactionManager(postgres.getPostgresDatabase()),
                "groups",
                postgres.getPostgresDatabase());
    }

    /** Reads go on, writes wait until this connection commits. */
    private void lockTheTable() throws SQLException {
        other.setAutoCommit(false);
        execute("lock table rows in exclusive mode");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Long> stepsInTheTable() throws SQLException {
        List<Long> steps = new ArrayList<>();
        try (Connection reader = postgres.getPostgresDatabase().getConnection();
                Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("select step from rows order by step")) {
            while (rows.next()) {
                steps.add(rows.getLong(1));
            }
        }
        return steps;
    }
}
