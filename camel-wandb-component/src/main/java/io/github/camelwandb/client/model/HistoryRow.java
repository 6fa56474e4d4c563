// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonGeneratorImpl;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One row of a run's history in its canonical form: an immutable map that iterates in the order of its keys.
 *
 * <p>The same row always comes out the same, byte for byte, whatever it was read from and on any JDK:
 *
 * <ul>
 *   <li>keys are sorted by code point, which is the order of their UTF-8 bytes; an absent key is absent, and so is one with a null;
 *   <li>nested maps are flattened to W&amp;B's dotted metric names ({@code loss.train}), empty ones vanish; where a row also has the
 *       dotted name itself, that one wins;
 *   <li>objects with a {@code _type} (media, histograms) and lists stay nested JSON, the keys in them sorted too;
 *   <li>{@code _wandb}, W&amp;B's internals, never appears;
 *   <li>a whole number is a {@code Long} without a fraction, however it was logged ({@code 1.0}, {@code 1e2}, {@code -0.0}): W&amp;B
 *       does not keep the difference. Integers of 64 bits are exact, larger ones become doubles;
 *   <li>other numbers are {@code Double}s, written as RFC 8785 has them: the fewest digits that read back as the same double, without
 *       an exponent from 1e-6 to below 1e21;
 *   <li>NaN and infinities, and the texts W&amp;B answers for them, appear as {@link NonFinite} says.
 * </ul>
 *
 * <p>Jackson writes a row as its canonical text too, unless it is asked to indent it or to write something other than JSON.
 *
 * <p>Values are therefore String, Boolean, Long, Double, immutable List or Map, and null only for {@link NonFinite#NULL}. Every row has
 * an integral {@code _step}.
 */
public final class HistoryRow extends AbstractMap<String, @Nullable Object> implements JsonSerializable {

    static final String STEP = "_step";
    static final String TIMESTAMP = "_timestamp";

    private final String[] keys;
    private final @Nullable Object[] values;
    private final long step;

    /** The keys sorted by code point and distinct, the values canonical; the arrays are kept. */
    HistoryRow(String[] keys, @Nullable Object[] values, long step) {
        this.keys = keys;
        this.values = values;
        this.step = step;
    }

    /**
     * The canonical row of these values.
     *
     * @throws IllegalArgumentException if there is no integral {@code _step} among them
     */
    public static HistoryRow of(Map<String, ?> values, NonFinite nonFinite) {
        HistoryRowBuilder builder = builder(nonFinite);
        values.forEach(builder::put);
        return builder.build()
                .orElseThrow(() ->
                        new IllegalArgumentException("a history row needs an integral _step: " + values.get(STEP)));
    }

    /** A builder for readers of rows. */
    public static HistoryRowBuilder builder(NonFinite nonFinite) {
        return new HistoryRowBuilder(nonFinite);
    }

    /** The step, W&amp;B's row number: ascending in one writer's history, but neither dense nor starting at 0. */
    public long step() {
        return step;
    }

    /** When the row was logged by the writer's clock, to the microsecond; null if the row does not say. */
    public @Nullable Instant timestamp() {
        if (!(get(TIMESTAMP) instanceof Number seconds)) {
            return null;
        }
        double micros = seconds.doubleValue() * 1e6;
        return Double.isFinite(micros) ? Instant.EPOCH.plus(Math.round(micros), ChronoUnit.MICROS) : null;
    }

    /** The canonical text, without a newline. */
    public String json() {
        StringBuilder text = new StringBuilder();
        appendTo(text);
        return text.toString();
    }

    /** {@link #json()} in UTF-8. */
    public byte[] utf8() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    void appendTo(StringBuilder text) {
        text.append('{');
        for (int i = 0; i < keys.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            CanonicalJson.writeText(text, keys[i]);
            text.append(':');
            CanonicalJson.write(text, values[i]);
        }
        text.append('}');
    }

    /**
     * This row with these values added, canonical too (non-finite ones as texts, unless {@code extra} is a row); an added value wins over
     * one of the row.
     */
    public HistoryRow with(Map<String, ?> extra) {
        HistoryRowBuilder builder = builder(NonFinite.STRING);
        for (int i = 0; i < keys.length; i++) {
            if (!extra.containsKey(keys[i])) {
                builder.putCanonical(keys[i], values[i]);
            }
        }
        extra.forEach(extra instanceof HistoryRow ? builder::putCanonical : builder::put);
        return builder.build().orElseThrow(() -> new IllegalArgumentException("_step cannot be taken away"));
    }

    /** This row with only those keys that are wanted; {@code _step} is always kept. */
    public HistoryRow retaining(Predicate<String> wanted) {
        int[] kept = IntStream.range(0, keys.length)
                .filter(i -> keys[i].equals(STEP) || wanted.test(keys[i]))
                .toArray();
        if (kept.length == keys.length) {
            return this;
        }
        String[] someKeys = new String[kept.length];
        @Nullable Object[] someValues = new Object[kept.length];
        for (int i = 0; i < kept.length; i++) {
            someKeys[i] = keys[kept[i]];
            someValues[i] = values[kept[i]];
        }
        return new HistoryRow(someKeys, someValues, step);
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return indexOf(key) >= 0;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        int index = indexOf(key);
        return index < 0 ? null : values[index];
    }

    private int indexOf(@Nullable Object key) {
        return key instanceof String name ? Arrays.binarySearch(keys, name, CodePointOrder.INSTANCE) : -1;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, @Nullable Object>> iterator() {
                return IntStream.range(0, keys.length)
                        .mapToObj(HistoryRow.this::entry)
                        .iterator();
            }

            @Override
            public int size() {
                return keys.length;
            }
        };
    }

    private Entry<String, @Nullable Object> entry(int index) {
        return new SimpleImmutableEntry<>(keys[index], values[index]);
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider serializers) throws IOException {
        if (out instanceof JsonGeneratorImpl && out.getPrettyPrinter() == null) {
            out.writeRawValue(json());
            return;
        }
        out.writeStartObject(this, keys.length);
        for (int i = 0; i < keys.length; i++) {
            out.writeFieldName(keys[i]);
            serializers.defaultSerializeValue(values[i], out);
        }
        out.writeEndObject();
    }

    @Override
    public void serializeWithType(JsonGenerator out, SerializerProvider serializers, TypeSerializer types)
            throws IOException {
        serialize(out, serializers);
    }
}
