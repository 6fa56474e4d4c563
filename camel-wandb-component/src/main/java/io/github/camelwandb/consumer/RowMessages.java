// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.HistoryBatch;
import io.github.camelwandb.client.model.HistoryRow;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunPath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Fills messages with rows of a run. */
final class RowMessages {

    private static final int HASH_BYTES = 8;

    private final boolean includeRun;
    private final boolean batches;

    RowMessages(boolean includeRun, boolean batches) {
        this.includeRun = includeRun;
        this.batches = batches;
    }

    /**
     * What a message is filled with.
     *
     * @param isLate whether they were found below the position
     * @param rewrittenFrom for the first rows of a generation that replays, the step it replays from
     */
    record Rows(
            Run run,
            int generation,
            List<HistoryRow> rows,
            boolean isLate,
            @Nullable Long rewrittenFrom) {}

    void fill(Message message, Rows content) {
        Run run = content.run();
        int generation = content.generation();
        List<HistoryRow> rows = content.rows();
        HistoryRow first = rows.get(0);
        String history = run.path() + "/" + generation + "/";
        List<String> keys = rows.stream().map(row -> history + keyInRun(row)).toList();
        RunHeaders.fill(message, run);
        message.setHeader(WandbConstants.GENERATION, generation);
        message.setHeader(WandbConstants.STEP, first.step());
        message.setHeader(WandbConstants.ROW_KEY, together(keys));
        message.setHeader(WandbConstants.ROW_ID, run.path() + "/" + first.step());
        message.setHeader(WandbConstants.ROW_COUNT, rows.size());
        if (content.isLate()) {
            message.setHeader(WandbConstants.LATE, true);
        }
        if (content.rewrittenFrom() != null) {
            message.setHeader(WandbConstants.REWRITTEN_FROM, content.rewrittenFrom());
        }
        Instant logged = first.timestamp();
        if (logged != null) {
            message.setHeader(WandbConstants.TIMESTAMP, logged.toEpochMilli());
            message.setHeader(Exchange.MESSAGE_TIMESTAMP, logged.toEpochMilli());
        }
        if (batches) {
            message.setBody(HistoryBatch.of(withRun(run.path(), keys, rows)));
        } else {
            message.setBody(withRun(run.path(), keys.get(0), first));
        }
    }

    private List<HistoryRow> withRun(RunPath run, List<String> keys, List<HistoryRow> rows) {
        if (!includeRun) {
            return rows;
        }
        List<HistoryRow> named = new ArrayList<>(rows.size());
        for (HistoryRow row : rows) {
            named.add(withRun(run, keys.get(named.size()), row));
        }
        return named;
    }

    private HistoryRow withRun(RunPath run, String key, HistoryRow row) {
        return includeRun
                ? row.with(Map.of(
                        "_entity", run.entity(), "_project", run.project(), "_runId", run.runId(), "_rowKey", key))
                : row;
    }

    /** Step and hash. The hash is of the row without the run's own fields: the same key, the same bytes. */
    static String keyInRun(HistoryRow row) {
        return row.step() + "/" + hash(row.utf8());
    }

    /** With the key of its first row a batch that holds more would be taken for one that came before. */
    private static String together(List<String> keys) {
        String first = keys.get(0);
        return keys.size() == 1
                ? first
                : first.substring(0, first.lastIndexOf('/') + 1)
                        + hash(String.join("\n", keys).getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes), 0, HASH_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
