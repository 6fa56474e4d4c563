// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.model.RunFile;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** What operations on files answer: no header that says what the next operation is about, which its own options do. */
final class FileAnswers {

    private FileAnswers() {}

    /** What W&amp;B knows of the file. */
    static Answer of(RunFile file) {
        return new Answer(file, headers(file));
    }

    /** The file on the disk: Camel neither caches such a body nor reads it before somebody needs it. */
    static Answer downloaded(RunFile file, File local) {
        Map<String, Object> headers = headers(file);
        headers.put(Exchange.FILE_NAME, file.name());
        headers.put(Exchange.FILE_LENGTH, local.length());
        return new Answer(local, headers);
    }

    /** A file that was made of runs. */
    static Answer exported(String name, File local, String mimeType, String md5, int runs) {
        return new Answer(
                local,
                Map.of(
                        Exchange.FILE_NAME,
                        name,
                        Exchange.FILE_LENGTH,
                        local.length(),
                        WandbConstants.FILE_MIME_TYPE,
                        mimeType,
                        WandbConstants.FILE_MD5,
                        md5,
                        WandbConstants.ROW_COUNT,
                        runs));
    }

    private static Map<String, Object> headers(RunFile file) {
        Map<String, Object> headers = new HashMap<>();
        if (file.md5() != null) {
            headers.put(WandbConstants.FILE_MD5, file.md5());
        }
        if (file.mimeType() != null) {
            headers.put(WandbConstants.FILE_MIME_TYPE, file.mimeType());
        }
        return headers;
    }
}
