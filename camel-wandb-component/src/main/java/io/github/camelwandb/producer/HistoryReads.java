// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.KeysMode;
import io.github.camelwandb.RowForms;
import io.github.camelwandb.WandbConfiguration;
import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.WandbClient;
import io.github.camelwandb.client.history.HistorySample;
import io.github.camelwandb.client.history.RowForm;
import io.github.camelwandb.client.history.ScanRange;
import io.github.camelwandb.client.model.HistoryBatch;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Operations that read the rows of a run. */
final class HistoryReads implements OperationGroup {

    private final WandbClient client;
    private final Targets targets;
    private final RowForm form;
    private final List<List<String>> keySets;
    private final int samples;
    private final ScanRange range;

    /** @throws IllegalArgumentException if an option cannot be understood */
    HistoryReads(WandbClient client, WandbConfiguration configuration, Targets targets) {
        this.client = client;
        this.targets = targets;
        RowForms forms = new RowForms(configuration);
        this.form = forms.get();
        this.keySets = keySets(forms.keys(), configuration.getKeysMode());
        this.samples = configuration.getSamples();
        if (samples < 1) {
            throw new IllegalArgumentException("samples=" + samples + " must be 1 or more");
        }
        this.range = range(configuration.getMinStep(), configuration.getMaxStep(), form);
    }

    /** The server answers rows that have all the keys of a set. */
    private static List<List<String>> keySets(List<String> keys, KeysMode mode) {
        if (keys.isEmpty()) {
            return List.of();
        }
        return mode == KeysMode.all
                ? List.of(keys)
                : keys.stream().map(List::of).toList();
    }

    private static ScanRange range(long minStep, @Nullable Long maxStep, RowForm form) {
        if (minStep < 0) {
            throw new IllegalArgumentException("minStep=" + minStep + " must be 0 or more");
        }
        if (maxStep != null && maxStep <= minStep) {
            throw new IllegalArgumentException("maxStep=" + maxStep + " must be more than minStep=" + minStep
                    + ": it is the step before which the scan ends");
        }
        OptionalLong toStep = maxStep == null ? OptionalLong.empty() : OptionalLong.of(maxStep);
        return ScanRange.whole(minStep, toStep, form);
    }

    @Override
    public Map<WandbOperation, Operation> operations() {
        return Map.of(WandbOperation.getHistory, this::sample, WandbOperation.scanHistory, this::scan);
    }

    private CompletableFuture<Answer> sample(Message message) {
        return targets.run(message)
                .thenCompose(run -> client.history().sampled(run, samples, keySets, form))
                .thenApply(HistoryReads::answer);
    }

    private static Answer answer(HistorySample sample) {
        return new Answer(HistoryBatch.of(sample.rows()), Map.of(WandbConstants.SAMPLED, !sample.isComplete()));
    }

    private CompletableFuture<Answer> scan(Message message) {
        return targets.run(message)
                .thenCompose(run -> RowIterator.open(client.history().scan(run, range)))
                .thenApply(rows -> Answer.of(new BodyIterator<>(rows)));
    }
}
