// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A user who adds the jar gets these jars and no others: simulator, servers and test libraries never reach it. */
class DependenciesTest {

    private static final Pattern DEPENDENCY = Pattern.compile("([\\w.-]+:[\\w.-]+):jar:[^\\s:]+:(?:compile|runtime)");

    /** Each with the jars it brings. */
    private static final List<String> WANTED = List.of(
            // Camel
            "org.apache.camel:camel-support",
            "org.apache.camel:camel-api",
            "org.apache.camel:camel-management-api",
            "org.apache.camel:camel-util",
            "org.apache.camel:camel-util-json",
            "org.apache.camel:camel-xml-jaxp-util",
            "jakarta.xml.bind:jakarta.xml.bind-api",
            "jakarta.activation:jakarta.activation-api",
            "org.slf4j:slf4j-api",
            // HTTP
            "com.squareup.okhttp3:okhttp-jvm",
            "com.squareup.okio:okio-jvm",
            "org.jetbrains.kotlin:kotlin-stdlib",
            "org.jetbrains:annotations",
            // JSON
            "com.fasterxml.jackson.core:jackson-databind",
            "com.fasterxml.jackson.core:jackson-core",
            "com.fasterxml.jackson.core:jackson-annotations",
            // CSV: quoting and what must be quoted, of the same family and version as the JSON
            "com.fasterxml.jackson.dataformat:jackson-dataformat-csv",
            // repetition and rate limit
            "io.github.resilience4j:resilience4j-retry",
            "io.github.resilience4j:resilience4j-core",
            // the cache of reads: one jar that bounds it, by number and by age, under concurrency
            "com.github.ben-manes.caffeine:caffeine",
            // positions in a file: one small jar without dependencies, in pure Java, with a file lock and crash
            // recovery
            "com.h2database:h2-mvstore",
            // annotations
            "org.jspecify:jspecify");

    @Test
    void theJarBringsOnlyWhatItNeeds() throws IOException {
        List<String> dependencies = DEPENDENCY
                .matcher(Tree.resource("/runtime-dependencies.txt"))
                .results()
                .map(MatchResult::group)
                .map(DependenciesTest::withoutVersion)
                .toList();

        assertThat(dependencies).containsExactlyInAnyOrderElementsOf(WANTED);
    }

    private static String withoutVersion(String dependency) {
        return dependency.substring(0, dependency.indexOf(":jar:"));
    }
}
