// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Message;

/** What becomes of the runs themselves: that one appeared, changed, ended, disappeared. */
final class RunsFeed implements Feed<ToldRun> {

    @Override
    public ToldRun start(Run run) {
        return ToldRun.unknown(run);
    }

    @Override
    public ToldRun startBehind(Run run) {
        return ToldRun.known(run);
    }

    @Override
    public ToldRun decode(String entry) {
        return ToldRun.decode(entry);
    }

    @Override
    public boolean hasNews(ToldRun position, Run run, boolean isSweep) {
        return !position.next(run).pending().isEmpty();
    }

    @Override
    public CompletableFuture<Page<ToldRun>> next(ToldRun position, Run run) {
        return CompletableFuture.completedFuture(page(position.next(run)));
    }

    @Override
    public Page<ToldRun> farewell(ToldRun position) {
        return page(position.withoutRun());
    }

    private static Page<ToldRun> page(ToldRun from) {
        List<Item<ToldRun>> items = new ArrayList<>();
        ToldRun position = from;
        for (RunChange change : from.pending()) {
            position = position.told();
            items.add(new Item<>(position, message -> fill(message, from.run(), change)));
        }
        return new Page<>(from, items, false);
    }

    private static void fill(Message message, Run run, RunChange change) {
        RunHeaders.fill(message, run);
        message.setHeader(WandbConstants.EVENT, change.header());
        message.setBody(run);
    }
}
