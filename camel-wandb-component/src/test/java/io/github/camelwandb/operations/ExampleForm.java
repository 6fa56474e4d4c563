// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.WandbOperation;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The languages that the examples are written in, each with how their routes come into a context: the way users have it. */
enum ExampleForm {
    YAML {
        @Override
        String of(ExampleRoute example) {
            return example.yaml().stripTrailing();
        }

        @Override
        void addAllTo(CamelContext camel, Path folder) throws Exception {
            load(camel, "examples.yaml", examples().collect(Collectors.joining("\n")));
        }
    },
    JAVA {
        @Override
        String of(ExampleRoute example) {
            return example.java();
        }

        @Override
        void addAllTo(CamelContext camel, Path folder) throws Exception {
            String source = "public class Examples extends org.apache.camel.builder.RouteBuilder {\n"
                    + "    public void configure() {\n" + examples().collect(Collectors.joining("\n")) + "    }\n}\n";
            camel.addRoutes(compiled(Files.writeString(folder.resolve("Examples.java"), source)));
        }
    },
    XML {
        @Override
        String of(ExampleRoute example) {
            return example.xml();
        }

        @Override
        void addAllTo(CamelContext camel, Path folder) throws Exception {
            load(camel, "examples.xml", "<routes>\n" + examples().collect(Collectors.joining("\n")) + "</routes>\n");
        }
    };

    /** As the page shows it, without an end of line. */
    abstract String of(ExampleRoute example);

    /**
     * Adds the routes of all examples.
     *
     * @param folder an empty one, for what has to be compiled
     */
    abstract void addAllTo(CamelContext camel, Path folder) throws Exception;

    Stream<String> examples() {
        return Arrays.stream(WandbOperation.values()).map(ExampleRoute::of).map(this::of);
    }

    private static void load(CamelContext camel, String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(name, text));
    }

    private static RouteBuilder compiled(Path source) throws Exception {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this is no JDK");
        StringWriter said = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", "" + source.getParent());
        boolean isCompiled = compiler.getTask(
                        said,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        if (!isCompiled) {
            throw new AssertionError(said.toString());
        }
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {source.getParent().toUri().toURL()}, RouteBuilder.class.getClassLoader())) {
            return (RouteBuilder) loader.loadClass("Examples").getConstructor().newInstance();
        }
    }
}
