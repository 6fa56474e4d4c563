// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MutationCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ viewer { username } }",
                "query Q { viewer { username } }",
                "query Q { mutations mutation_ _mutation Mutation }",
                "# mutation\n{ viewer { username } }",
                "{ a(b: \"mutation\") }",
                "{ a(b: \"\\\"mutation\") }",
                "{ a(b: \"\\\\\", c: \"mutation\") }",
                "{ a(b: \"# \", c: \"mutation\") }",
                "{ a(b: \"\", c: \"mutation\") }",
                "{ a(b: \"\"\"x\nmutation \" \"\"\") }",
                "{ a(b: \"\"\"x \\\"\"\" mutation\"\"\") }",
                ""
            })
    void aDocumentWithoutTheNameChangesNothing(String document) {
        assertThat(MutationCheck.mayChange(document)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mutation { a }",
                "mutation{a}",
                "query Q { a } mutation M { b }",
                "# a comment\nmutation { a }",
                "# a comment\rmutation { a }",
                "\uFEFFmutation { a }",
                ",mutation { a }",
                "# \"\nmutation { a }",
                "# \"\"\"\nmutation { a }",
                "fragment F on T { a(b: \"#\") } mutation { ...F }",
                "fragment F on T { a(b: \"\\\\\") } mutation M { ...F }",
                "fragment F on T { a(b: \"\"\"\\\"\"\"\"\"\") } mutation M { ...F }",
                "fragment F on T { a(b: \"\") } mutation M { ...F }",
                "{ a(b: \"never ends\nmutation",
                "{ mutation }"
            })
    void aDocumentWithTheNameMayChangeSomething(String document) {
        assertThat(MutationCheck.mayChange(document)).isTrue();
    }
}
