// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MailboxTest {

    static List<Throwable> failures() {
        return List.of(new InternalError("simulated: there is no thread"), new RejectedExecutionException("simulated"));
    }

    /** Fails once. */
    private static final class Failing implements Executor {
        private Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public void execute(Runnable work) {
            Throwable now = failure;
            failure = null;
            if (now instanceof Error error) {
                throw error;
            }
            if (now instanceof RuntimeException exception) {
                throw exception;
            }
            work.run();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aMessageForWhichThereWasNoThreadIsHandledWithTheNextOne(Throwable failure) {
        List<String> handled = new ArrayList<>();
        Mailbox mailbox = new Mailbox(new Failing(failure));

        mailbox.post(() -> handled.add("first"));
        mailbox.post(() -> handled.add("second"));
        mailbox.post(() -> handled.add("third"));

        assertThat(handled).containsExactly("first", "second", "third");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aMessageForWhichThereWasNoThreadIsHandledWhenItIsToGoOn(Throwable failure) {
        List<String> handled = new ArrayList<>();
        Mailbox mailbox = new Mailbox(new Failing(failure));

        mailbox.post(() -> handled.add("first"));
        mailbox.goOn();

        assertThat(handled).containsExactly("first");
    }
}
