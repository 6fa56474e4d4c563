// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.store.RunFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a file that a request asks for, as object stores answer it: one range, from a byte to another or to the end. */
final class ByteRange {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    private ByteRange() {}

    /**
     * @param range the header, empty for the whole file; one of another form counts as none
     * @param condition the header {@code If-Range}: the whole file is answered where it is another than this
     */
    static Reply of(RunFile file, String range, String condition) {
        String etag = '"' + file.md5() + '"';
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", file.mimeType());
        headers.put("ETag", etag);
        headers.put("Accept-Ranges", "bytes");
        byte[] content = file.content();
        Matcher asked = RANGE.matcher(range);
        if (!asked.matches() || (!condition.isEmpty() && !condition.equals(etag))) {
            return new Reply(200, headers, content);
        }
        long from = Long.parseLong(asked.group(1));
        long last = asked.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(asked.group(2));
        if (from >= content.length || last < from) {
            return new Reply(416, Map.of("Content-Range", "bytes */" + content.length), new byte[0]);
        }
        int end = (int) Math.min(last, content.length - 1L) + 1;
        headers.put("Content-Range", "bytes " + from + "-" + (end - 1) + "/" + content.length);
        return new Reply(206, headers, Arrays.copyOfRange(content, (int) from, end));
    }
}
