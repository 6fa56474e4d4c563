// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.store;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file that comes in parts, each of which was announced with its MD5. Safe for use by several threads. */
public final class MultipartUpload {

    private final String id;
    private final String name;
    private final SortedMap<Integer, String> announced;
    private final SortedMap<Integer, byte[]> parts = new TreeMap<>();

    MultipartUpload(String id, String name, Map<Integer, String> announced) {
        this.id = id;
        this.name = name;
        this.announced = new TreeMap<>(announced);
    }

    public String id() {
        return id;
    }

    /** Of the file. */
    public String name() {
        return name;
    }

    /** The MD5 in base64 that a part must have; null if there is none of the number. */
    public @Nullable String md5(int number) {
        return announced.get(number);
    }

    /** The numbers of the parts. */
    public Iterable<Integer> numbers() {
        return announced.keySet();
    }

    /** Takes a part. */
    public synchronized void put(int number, byte[] content) {
        parts.put(number, content);
    }

    /** The file, if these are all its parts; null if some are missing or others. */
    synchronized byte @Nullable [] whole(Map<Integer, String> completed) {
        if (!completed.equals(announced) || !parts.keySet().equals(announced.keySet())) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.values().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
