// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

/** The page of what {@link FaultMatrixTest} has seen. */
final class MatrixPage {

    private static final String HEAD = """
            # What happens when something fails

            Each of these mishaps meets the consumer once at each moment. Whatever it is, no row is missed in the end and rows come in
            order, but where a cell says so. Written by `FaultMatrixTest`; see `CONTRIBUTING.md`. Requests are not repeated
            (`maxAttempts=1`), `rowsPerExchange` is 100 and `maxInFlightPerRun` is 1; of the run 21 rows were delivered before.

            A moment is a request:

            * *start*: the first one of a route that starts, with rows that came while it was stopped.
            * *list*: for the listing of the runs.
            * *first page*, *later page*: for new rows.
            * *look*: for the remembered rows, because the run was rewound.
            * *audit*: for all rows once more, because two late ones are counted.
            * *deliver*: for a later page, while an exchange of the page before is open.
            * *commit*: for a later page, while the position behind an exchange of the page before is being stored, and that fails, too.
            * *stop*: for a later page, and the route is stopped and started again before the answer comes.

            What the consumer does, beside what a look and an audit are for:

            * *goes on*: it reports nothing, and rows come once and in their turn. What was still needed it has asked for again, perhaps in
              smaller requests.
            * *does not start*: the start of the route fails with the reason, and a later one succeeds. A server that cannot be reached does
              not fail it.
            * *next poll*: the poll is reported as failed, and the next one tries again.
            * *run held*: the run waits, which is reported; it is tried again with growing delay while other runs flow.
            * *new generation*: what was delivered is not there any more, which is told, and rows come again as the next generation.
            * *gap told*: lines were counted for 30 seconds that could not be found, which is told.
            * *late rows*: rows come behind others of higher steps, and are marked. *Perhaps late rows*: it depends on which ones the server
              leaves out.
            * *rows again*: rows come again in the same generation.
            * *rows are missed*: some rows never come. That is wrong, and still to be mended.

            """;

    private MatrixPage() {}

    /** Of three tables. */
    static String of(String server, String data, String route) {
        return HEAD
                + "## The server fails\n\n"
                + server
                + "\n## What the server has changes just before it answers\n\n"
                + "For a moment is until the consumer has nothing more to do; for minutes is a minute longer.\n\n"
                + data
                + "\n## The route fails, or the store\n\n"
                + "At the rows that the request is for; at *stop* while the route is being stopped.\n\n"
                + route;
    }
}
