// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import io.github.camelwandb.simulator.store.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter on runs in W&amp;B's form of MongoDB's query language: {@code $and $or $nor} over conditions on columns. The meaning
 * of a condition is left to a Mongo matcher; what W&amp;B does not know is refused.
 */
public final class RunFilter implements Predicate<Run> {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Predicate<Run> condition;

    private RunFilter(JsonNode filter) {
        this.condition = all(filter);
    }

    /**
     * Reads a filter.
     *
     * @param json an object, or null or blank for no filter
     * @throws BadFilterException if W&amp;B would refuse it
     */
    public static RunFilter parse(@Nullable String json) {
        try {
            String text = json == null || json.isBlank() ? "{}" : json;
            return new RunFilter(STRICT.readTree(text));
        } catch (JsonProcessingException e) {
            throw new BadFilterException("invalid filter: " + e.getOriginalMessage());
        }
    }

    @Override
    public boolean test(Run run) {
        return condition.test(run);
    }

    /** The members of an object, and-ed. */
    private Predicate<Run> all(JsonNode filter) {
        if (!filter.isObject()) {
            throw new BadFilterException("invalid filter: expected an object");
        }
        List<Predicate<Run>> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : filter.properties()) {
            parts.add(member.getKey().startsWith("$") ? logical(member) : column(member));
        }
        return run -> parts.stream().allMatch(part -> part.test(run));
    }

    private Predicate<Run> logical(Map.Entry<String, JsonNode> member) {
        if (!member.getValue().isArray()) {
            throw new BadFilterException("invalid filter: " + member.getKey() + " takes a list");
        }
        List<Predicate<Run>> parts = new ArrayList<>();
        member.getValue().forEach(part -> parts.add(all(part)));
        return switch (member.getKey()) {
            case "$and" -> run -> parts.stream().allMatch(part -> part.test(run));
            case "$or" -> run -> parts.stream().anyMatch(part -> part.test(run));
            case "$nor" -> run -> parts.stream().noneMatch(part -> part.test(run));
            default -> throw new BadFilterException("invalid filter: unknown operator \"" + member.getKey() + "\"");
        };
    }

    private Predicate<Run> column(Map.Entry<String, JsonNode> member) {
        String path = Columns.path(member.getKey());
        Object condition = Conditions.read(path, member.getValue());
        Predicate<Run> quick = QuickCondition.of(path, condition);
        if (quick != null) {
            return quick;
        }
        Document query = new Document(path, condition);
        DefaultQueryMatcher matcher = new DefaultQueryMatcher();
        String root = Columns.root(path);
        return run -> matcher.matches(Columns.document(run, root), query);
    }
}
