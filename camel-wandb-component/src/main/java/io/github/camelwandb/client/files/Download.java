// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.files;

import io.github.camelwandb.client.WandbException;
import io.github.camelwandb.client.WandbException.Details;
import io.github.camelwandb.client.WandbRateLimitedException;
import io.github.camelwandb.client.WandbUnavailableException;
import io.github.camelwandb.client.model.RunFile;
import io.github.camelwandb.client.model.RunPath;
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
final class Download {

    private static final String NAME = "DownloadFile";
    private static final int BUFFER = 64 * 1024;
    private static final int PARTIAL = 206;
    private static final int UNSATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-.*");

    private final FileRequests requests;
    private final StorageTransport storage;
    private final RunPath run;
    private final String name;
    private final PartialFile part;

    /** Of what the part is, once there is some. */
    private volatile @Nullable StoredFile content;

    /** What the storage calls that content, if it does. */
    private volatile @Nullable String etag;

    Download(FileRequests requests, StorageTransport storage, RunPath run, String name, LocalPlace place) {
        this.requests = requests;
        this.storage = storage;
        this.run = run;
        this.name = name;
        this.part = new PartialFile(place);
    }

    CompletableFuture<RunFile> start() {
        CompletableFuture<RunFile> done = Futures.then(whole(true), this::complete);
        CompletableFuture<RunFile> result =
                Futures.thenAsk(done, CompletableFuture::completedFuture, this::withoutRests);
        result.whenComplete((file, failure) -> {
            if (result.isCancelled()) {
                part.giveUp();
            }
        });
        return result;
    }

    /** Before anybody hears of the failure, so that it finds nothing half-written. */
    private CompletableFuture<RunFile> withoutRests(Throwable failure) {
        try {
            part.giveUp();
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
        return CompletableFuture.failedFuture(failure);
    }

    private RunFile complete(StoredFile file) {
        part.complete();
        return file.file();
    }

    /** @param mayRepeat whether it may begin once more if the content turns out to be another */
    private CompletableFuture<StoredFile> whole(boolean mayRepeat) {
        return Futures.thenAsk(bytes(), file -> checked(file, mayRepeat));
    }

    private CompletableFuture<StoredFile> checked(StoredFile file, boolean mayRepeat) {
        if (isContentOf(file)) {
            return CompletableFuture.completedFuture(file);
        }
        // it may have been replaced between the question and the transfer
        return Futures.thenAsk(requests.stored(run, name), now -> {
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

    private boolean isContentOf(StoredFile file) {
        String md5 = file.file().md5();
        Long size = file.file().sizeBytes();
        return md5 != null ? md5.equals(part.md5()) : size == null || size == part.length();
    }

    private WandbUnavailableException different(StoredFile file) {
        String path = FileRequests.about(run, name);
        return new WandbUnavailableException(
                "What came twice as " + path + " is not the file: " + part.length() + " bytes with MD5 " + part.md5()
                        + ", and W&B says " + file.file().sizeBytes() + " bytes with MD5 "
                        + file.file().md5() + ". It may be written just now: try again when the run has finished",
                new Details(0, NAME, path, null),
                null);
    }

    /** All of it, in as many rounds of attempts as each brings something. */
    private CompletableFuture<StoredFile> bytes() {
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

    private CompletableFuture<StoredFile> attempt() {
        return Futures.thenAsk(requests.stored(run, name), file -> fetch(file, true));
    }

    /** @param mayRefresh whether to ask for another address if this one has expired */
    private CompletableFuture<StoredFile> fetch(StoredFile file, boolean mayRefresh) {
        StoredFile known = content;
        if (known == null || !known.hasContentOf(file)) {
            beginAnew();
        }
        content = file;
        return Futures.thenAsk(
                storage.send(
                        new StorageCall<>(NAME, FileRequests.about(run, name), request(file.address()), this::read)),
                done -> CompletableFuture.completedFuture(file),
                failure -> afterFailure(failure, mayRefresh));
    }

    private CompletableFuture<StoredFile> afterFailure(Throwable failure, boolean mayRefresh) {
        if (mayRefresh && StorageTransport.isRefusal(failure)) {
            return Futures.thenAsk(requests.stored(run, name), fresh -> fetch(fresh, false));
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
