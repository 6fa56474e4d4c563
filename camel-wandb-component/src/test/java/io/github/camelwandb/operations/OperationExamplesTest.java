// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.operations.ExamplePlace.Performed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each example of the page runs, and does the same in YAML, Java and XML. */
class OperationExamplesTest {

    private static final Map<ExampleForm, ExamplePlace> PLACES = new EnumMap<>(ExampleForm.class);

    @BeforeAll
    static void startTheRoutesOfEachForm(@TempDir Path folder) throws Exception {
        for (ExampleForm form : ExampleForm.values()) {
            PLACES.put(form, new ExamplePlace(form, Files.createDirectory(folder.resolve(form.name()))));
        }
    }

    @AfterAll
    static void stop() {
        PLACES.values().forEach(ExamplePlace::close);
        PLACES.clear();
    }

    @ParameterizedTest
    @EnumSource(WandbOperation.class)
    void theExampleDoesTheSameInEveryLanguage(WandbOperation operation) {
        Performed yaml = perform(ExampleForm.YAML, operation);
        Performed java = perform(ExampleForm.JAVA, operation);
        Performed xml = perform(ExampleForm.XML, operation);

        assertThat(yaml.failure()).isNull();
        assertThat(yaml.requests()).isNotEmpty();
        assertThat(yaml.log().isEmpty() && yaml.body().isEmpty()).isFalse();
        assertThat(comparable(java)).isEqualTo(comparable(yaml));
        assertThat(comparable(xml)).isEqualTo(comparable(yaml));
    }

    private static Performed perform(ExampleForm form, WandbOperation operation) {
        return Objects.requireNonNull(PLACES.get(form)).perform(operation, Map.of());
    }

    /** Without the headers of requests, which name the port. */
    private static Performed comparable(Performed performed) {
        return new Performed(
                performed.requests().stream()
                        .map(asked ->
                                new ExamplePlace.Asked(asked.operation(), asked.path(), asked.variables(), Map.of()))
                        .toList(),
                performed.log(),
                performed.body(),
                performed.headers(),
                performed.failure(),
                performed.truth());
    }
}
