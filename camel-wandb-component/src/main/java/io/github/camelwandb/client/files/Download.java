// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.transport.Futures;
import io.github.camelwandb.client.transport.StorageCall;
import io.github.camelwandb.client.transport.StorageTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way to the disk. Each attempt has a fresh address and goes on where the last one broke off, if the content is still the
 * same; as long as attempts bring new bytes there are more of them. What has come is the file only if its MD5 says so.
 */
public final class Download<F extends StoredContent> {

    private static final int BUFFER = 64 * 1024;
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-.*");

    private final StorageTransport storage;
    private final Remote<F> remote;
    private final PartialFile part;

    /** Of what the part is, once there is some. */
    private volatile @Nullable StoredContent content;

    /** What the storage calls that content, if it does. */
    private volatile @Nullable String etag;

    public Download(StorageTransport storage, Remote<F> remote, LocalPlace place) {
        this.storage = storage;
        this.remote = remote;
        this.part = new PartialFile(place);
    }

    /**
     * Begins.
     *
     * @return what the server knows of the file once it is whole and has its name; fails with a {@link WandbException}, or with an
     *     {@link UncheckedIOException} where it was our disk that failed; nothing stays behind then
     */
    public CompletableFuture<F> start() {
        CompletableFuture<F> done = Futures.then(whole(true), this::complete);
        CompletableFuture<F> result = Futures.thenAsk(done, CompletableFuture::completedFuture, this::withoutRests);
        result.whenComplete((file, failure) -> {
            if (result.isCancelled()) {
                part.giveUp();
            }
        });
        return result;
    }

    /** Before anybody hears of the failure, so that it finds nothing half-written. */
    private CompletableFuture<F> withoutRests(Throwable failure) {
        try {
            part.giveUp();
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
        return CompletableFuture.failedFuture(failure);
    }

    private F complete(F file) {
        part.complete();
        return file;
    }

    /** @param mayRepeat whether it may begin once more if the content turns out to be another */
    private CompletableFuture<F> whole(boolean mayRepeat) {
        return Futures.thenAsk(bytes(), file -> checked(file, mayRepeat));
    }

    private CompletableFuture<F> checked(F file, boolean mayRepeat) {
        if (isContentOf(file)) {
            return CompletableFuture.completedFuture(file);
        }
        // it may have been replaced between the question and the transfer
        return Futures.thenAsk(remote.asked().get(), now -> {
            if (isContentOf(now)) {
                return CompletableFuture.completedFuture(now);
            }
            if (!mayRepeat) {
                return CompletableFuture.failedFuture(different(now));
            }
            part.clear();
            return whole(false);
        });
    }

    private boolean isContentOf(StoredContent file) {
        String md5 = file.md5();
        Long size = file.sizeBytes();
        return md5 != null ? md5.equals(part.md5()) : size == null || size == part.length();
    }

    private WandbUnavailableException different(StoredContent file) {
        return new WandbUnavailableException(
                "What came twice as " + remote.about() + " is not the file: " + part.length() + " bytes with MD5 "
                        + part.md5()
                        + ", and W&B says " + file.sizeBytes() + " bytes with MD5 "
                        + file.md5() + ". " + remote.ifDifferent(),
                new Details(0, remote.operation(), remote.about(), null),
                null);
    }

    /** All of it, in as many rounds of attempts as each brings something. */
    private CompletableFuture<F> bytes() {
        long before = part.reached();
        return Futures.thenAsk(
                storage.repeat(this::attempt),
                CompletableFuture::completedFuture,
                failure -> mayPass(failure) && part.reached() > before
                        ? bytes()
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof WandbUnavailableException || failure instanceof WandbRateLimitedException;
    }

    private CompletableFuture<F> attempt() {
        return Futures.thenAsk(remote.asked().get(), file -> fetch(file, true));
    }

    /** @param mayRefresh whether to ask for another address if this one has expired */
    private CompletableFuture<F> fetch(F file, boolean mayRefresh) {
        StoredContent known = content;
        if (known == null || !known.hasContentOf(file)) {
            beginAnew();
        }
        content = file;
        return Futures.thenAsk(
                storage.send(
                        new StorageCall<>(remote.operation(), remote.about(), request(file.address()), this::read)),
                done -> CompletableFuture.completedFuture(file),
                failure -> afterFailure(failure, mayRefresh));
    }

    private CompletableFuture<F> afterFailure(Throwable failure, boolean mayRefresh) {
        if (mayRefresh && StorageTransport.isRefusal(failure)) {
            return Futures.thenAsk(remote.asked().get(), fresh -> fetch(fresh, false));
        }
        if (failure instanceof WandbException known && known.status().orElse(0) == UNSATISFIABLE) {
            beginAnew();
        }
        return CompletableFuture.failedFuture(failure);
    }

    private void beginAnew() {
        part.clear();
        etag = null;
    }

    private Request request(HttpUrl address) {
        // as it is stored: places in a compressed body are not places in the file
        Request.Builder request = new Request.Builder()
                .url(address)
                .header("User-Agent", "camel-wandb")
                .header("Accept-Encoding", "identity");
        if (part.length() > 0) {
            request.header("Range", "bytes=" + part.length() + "-");
            String condition = etag;
            if (condition != null) {
                request.header("If-Range", condition);
            }
        }
        return request.build();
    }

    private Boolean read(Response answer) throws IOException {
        long from = from(answer);
        if (from == 0) {
            part.clear();
        } else if (from != part.length()) {
            part.clear();
            throw new ProtocolException("the answer begins at another byte than it was asked for");
        }
        String tag = answer.header("ETag");
        etag = tag == null || tag.startsWith("W/") ? null : tag;
        InputStream body = answer.body().byteStream();
        byte[] buffer = new byte[BUFFER];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            part.append(ByteBuffer.wrap(buffer, 0, count));
        }
        return true;
    }

    private static long from(Response answer) throws ProtocolException {
        if (answer.code() != PARTIAL) {
            return 0;
        }
        Matcher range = CONTENT_RANGE.matcher(String.valueOf(answer.header("Content-Range")));
        if (!range.matches()) {
            throw new ProtocolException("the answer does not say which bytes of the file it has");
        }
        return Long.parseLong(range.group(1));
    }
}
