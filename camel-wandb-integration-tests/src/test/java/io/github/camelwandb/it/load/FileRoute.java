// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.it.load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The process that moves a large file in routes as people write them: downloaded and written by the file component, and from there, with
 * the body as a stream, uploaded; or made of many runs. It answers each line of its input, the name of a route, with a line: {@code done}, or what failed.
 */
public final class FileRoute {

    static final String DOWNLOAD = "download";
    static final String UPLOAD = "upload";
    static final String UPLOAD_STREAM = "upload-stream";
    static final String EXPORT = "export";
    static final String DONE = "done";

    private FileRoute() {}

    /** The directory for the files; server and key come from the environment. */
    public static void main(String[] arguments) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(routes(arguments[0]));
            camel.start();
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try (var template = camel.createProducerTemplate()) {
                for (String route = questions.readLine(); route != null; route = questions.readLine()) {
                    Exception failure =
                            template.request("direct:" + route, exchange -> {}).getException();
                    System.out.println(
                            failure == null
                                    ? DONE
                                    : failure.toString().lines().findFirst().orElse("failed"));
                }
            }
        }
    }

    private static RouteBuilder routes(String directory) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + DOWNLOAD)
                        .to("wandb:team/vision/r1?operation=downloadFile&fileName=large.bin")
                        .log("${body}")
                        .to("file:" + directory);
                from("direct:" + UPLOAD)
                        .pollEnrich("file:" + directory + "?noop=true&idempotent=false&fileName=large.bin")
                        .log("${body}")
                        .to("wandb:team/vision/r1?operation=uploadFile");
                from("direct:" + EXPORT)
                        .to("wandb:team/vision?operation=exportRuns&exportFormat=csv&pageSize=200")
                        .to("file:" + directory);
                // Camel would read a stream into memory, unless it is told to spool
                from("direct:" + UPLOAD_STREAM)
                        .streamCache("false")
                        .process(exchange ->
                                exchange.getMessage().setBody(Files.newInputStream(Path.of(directory, "large.bin"))))
                        .to("wandb:team/vision/r1?operation=uploadFile&fileName=large.bin");
            }
        };
    }
}
