// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.offset;

import java.util.List;
import java.util.Set;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Positions in any state repository. Such a one cannot compare and set, so that is done here, which keeps two threads of this
 * process apart and no more. It cannot remove either: what is removed becomes an empty text.
 */
final class RepositoryOffsetStore implements OffsetStore {

    private final StateRepository<String, String> repository;

    RepositoryOffsetStore(StateRepository<String, String> repository) {
        this.repository = repository;
    }

    /** What a user must know who keeps positions there: one sentence that follows the name of the repository. */
    static String warning(StateRepository<String, String> repository) {
        if (repository instanceof MemoryStateRepository) {
            return "keeps positions in memory: after a restart everything is delivered again. Set offsetPath to"
                    + " keep them in a file";
        }
        if (repository instanceof FileStateRepository) {
            return "is unsuitable for positions: it rewrites its file in place, so that a crash cuts values off or loses them,"
                    + " and it does not sync what it writes. Set offsetPath instead";
        }
        return "keeps positions as safely as it writes them: it must be durable when setState returns, and it has no"
                + " compare-and-set, so only one process may use it. Set offsetPath, or give an OffsetStore, if that is too little";
    }

    @Override
    public synchronized Set<String> commit(List<Change> changes) {
        return ChangeSet.apply(changes, new ChangeSet.Entries() {
            @Override
            public @Nullable String read(String key) {
                return getState(key);
            }

            @Override
            public void write(String key, @Nullable String value) {
                setState(key, value == null ? "" : value);
            }
        });
    }

    @Override
    public synchronized @Nullable String getState(String key) {
        try {
            String value = repository.getState(key);
            return value == null || value.isEmpty() ? null : value;
        } catch (Exception e) { // a repository need not be written in Java, and throws what it likes
            throw failed("read", e);
        }
    }

    @Override
    public synchronized void setState(String key, String value) {
        try {
            repository.setState(key, value);
        } catch (Exception e) {
            throw failed("written", e);
        }
    }

    private OffsetStoreException failed(String what, Exception cause) {
        return new OffsetStoreException(
                "offsetRepository=" + repository + " cannot be " + what + " (" + cause
                        + "). It is tried again; mend the repository, or set offsetPath",
                cause);
    }

    @Override
    public void start() {
        ServiceHelper.startService(repository);
    }

    /** Does nothing: the repository belongs to whoever made it. */
    @Override
    public void stop() {}

    @Override
    public String toString() {
        return "offsetRepository=" + repository;
    }
}
