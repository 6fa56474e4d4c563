// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.client.model.DownloadedArtifact;
import io.github.camelwandb.simulator.WandbSimulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * What the examples of all operations answer.
 *
 * @param samples one of each type of ours, in the order of the operations
 */
record Answers(Map<AnswerType, Object> samples) {

    private static final Pattern MARKED = Pattern.compile("(// answers\n)(.*?)(// end of answers\n)", Pattern.DOTALL);

    static Answers in(CamelContext camel, WandbSimulator simulator) throws Exception {
        Map<AnswerType, Object> samples = new LinkedHashMap<>();
        for (WandbOperation operation : WandbOperation.values()) {
            for (Object value : withParts(
                    OperationFacts.answered(operation, camel, simulator).value())) {
                if (AnswerType.of(value).isOurs()) {
                    samples.putIfAbsent(AnswerType.of(value), value);
                }
            }
        }
        return new Answers(samples);
    }

    /** What a route gets when it splits an answer is one, too. */
    private static List<Object> withParts(Object answer) {
        List<Object> all = new ArrayList<>(List.of(answer));
        if (answer instanceof DownloadedArtifact downloaded) {
            all.add(downloaded.files().get(0));
        } else if (answer instanceof List<?> list) {
            all.add(list.get(0));
        }
        return all;
    }

    /** The page with what they have. */
    String refresh(String page) {
        String sections = samples.entrySet().stream()
                .map(sample -> sample.getKey().section(sample.getValue()))
                .collect(Collectors.joining());
        return MARKED.matcher(page)
                .replaceFirst(marked -> Matcher.quoteReplacement(marked.group(1) + sections + marked.group(3)));
    }
}
