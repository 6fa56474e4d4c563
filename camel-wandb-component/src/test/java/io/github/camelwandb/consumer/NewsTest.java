// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.client.model.ProjectPath;
import io.github.camelwandb.client.model.Run;
import io.github.camelwandb.client.model.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewsTest {

    private final News news = new News();
    private final List<Runnable> mailbox = new ArrayList<>();
    private final List<String> handled = new ArrayList<>();

    private static Run counting(long lines) {
        return new Run(
                new ProjectPath("team", "vision").run("r1"),
                "id",
                null,
                null,
                RunState.RUNNING,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                lines,
                0,
                0,
                Map.of(),
                Map.of(),
                false,
                Map.of(),
                "url");
    }

    private void listed(long lines, boolean isSweep) {
        news.of(counting(lines), isSweep, seen -> handled.add(seen.run().historyLineCount() + " " + seen.isSweep()))
                .ifPresent(mailbox::add);
    }

    private void handle() {
        List<Runnable> posted = List.copyOf(mailbox);
        mailbox.clear();
        posted.forEach(Runnable::run);
    }

    @Test
    void ofListingsForWhichNobodyHadTimeOnlyTheLastOneIsLookedAt() {
        listed(1, false);
        listed(2, false);
        listed(3, false);
        handle();

        assertThat(handled).containsExactly("3 false");
    }

    @Test
    void aSweepIsNotForgotten() {
        listed(1, true);
        listed(2, false);
        handle();
        listed(3, false);
        handle();

        assertThat(handled).containsExactly("2 true", "3 false");
    }

    @Test
    void whatIsListedAfterAnotherMessageComesAfterIt() {
        listed(1, false);
        news.end();
        mailbox.add(() -> handled.add("gone"));
        listed(2, false);
        listed(3, false);
        handle();

        assertThat(handled).containsExactly("1 false", "gone", "3 false");
    }
}
