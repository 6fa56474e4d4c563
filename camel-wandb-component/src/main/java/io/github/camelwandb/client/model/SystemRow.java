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
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of a run's system metrics, such as {@code system.cpu}: an immutable map in the canonical form of a {@link HistoryRow}, but for
 * the step, which it has not. Its {@code _timestamp} is what places it.
 */
public final class SystemRow extends AbstractMap<String, @Nullable Object> implements JsonSerializable {

    private static final String INTERNALS = "_wandb";

    private final Map<String, @Nullable Object> values;

    private SystemRow(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** The canonical row of these values. */
    public static SystemRow of(Map<String, ?> values, NonFinite nonFinite) {
        Map<String, @Nullable Object> kept = new HashMap<>(values);
        kept.remove(INTERNALS);
        return new SystemRow(CanonicalValue.ofMap(kept, nonFinite));
    }

    /** This row with these texts added. */
    public SystemRow with(Map<String, String> extra) {
        SortedMap<String, @Nullable Object> all = new TreeMap<>(CodePointOrder.INSTANCE);
        all.putAll(values);
        all.putAll(extra);
        return new SystemRow(Collections.unmodifiableSortedMap(all));
    }

    /** Seconds since the epoch by the writer's clock; NaN if the row does not say. */
    public double seconds() {
        return values.get(HistoryRow.TIMESTAMP) instanceof Number seconds ? seconds.doubleValue() : Double.NaN;
    }

    /** When the row was measured by the writer's clock, to the microsecond; null if the row does not say. */
    public @Nullable Instant timestamp() {
        double micros = seconds() * 1e6;
        return Double.isFinite(micros) ? Instant.EPOCH.plus(Math.round(micros), ChronoUnit.MICROS) : null;
    }

    /** The canonical text, without a newline. */
    public String json() {
        StringBuilder text = new StringBuilder();
        CanonicalJson.write(text, values);
        return text.toString();
    }

    /** {@link #json()} in UTF-8. */
    public byte[] utf8() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return values.entrySet();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String && values.containsKey(key);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return key instanceof String ? values.get(key) : null;
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider serializers) throws IOException {
        if (out instanceof JsonGeneratorImpl && out.getPrettyPrinter() == null) {
            out.writeRawValue(json());
        } else {
            serializers.defaultSerializeValue(values, out);
        }
    }

    @Override
    public void serializeWithType(JsonGenerator out, SerializerProvider serializers, TypeSerializer types)
            throws IOException {
        serialize(out, serializers);
    }
}
