// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentedRoutesTest {

    static Stream<Arguments> yamlOfThePages() throws IOException {
        List<Path> pages = Tree.files(".adoc", ".md");
        return pages.stream()
                .flatMap(page -> DocumentedUris.yamlBlocks(Tree.read(page)).stream()
                        .filter(yaml -> yaml.startsWith("- "))
                        .map(yaml -> Arguments.of(
                                Tree.ROOT.relativize(page.toAbsolutePath().normalize()), yaml)));
    }

    /** Components of sinks are not there, so that the route is read but not run. */
    @ParameterizedTest(name = "{0}, block {index}")
    @MethodSource("yamlOfThePages")
    void camelReadsTheYamlOfThePages(Path page, String yaml) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            RouteBuilder routes = (RouteBuilder) PluginHelper.getRoutesLoader(context)
                    .findRoutesBuilders(ResourceHelper.fromString("documented.yaml", yaml))
                    .iterator()
                    .next();
            routes.setCamelContext(context);

            routes.configure();

            assertThat(routes.getRouteCollection().getRoutes()).isNotEmpty();
        }
    }
}
