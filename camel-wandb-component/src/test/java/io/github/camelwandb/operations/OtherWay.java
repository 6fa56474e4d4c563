// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.operations;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.SimulatedRun;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A way to have an operation done that is not that of its example, and in which it takes or sets other headers: after the example, and after
 * what somebody else did meanwhile.
 *
 * @param uri of the endpoint
 * @param headers beside those of the example
 */
record OtherWay(String uri, Map<String, Object> headers, Consumer<ExampleWorld> meanwhile) {

    private static final Consumer<ExampleWorld> NOTHING = world -> {};

    static List<OtherWay> of(WandbOperation operation) {
        String uri = ExampleRoute.of(operation).uri();
        return switch (operation) {
            case exportRuns -> List.of(new OtherWay(uri, Map.of(WandbConstants.EXPORT_FORMAT, "csv"), NOTHING));
            case listArtifacts ->
                List.of(
                        new OtherWay(uri, Map.of(WandbConstants.OVERRIDE_RUN_ID, "1a2b3c4d"), NOTHING),
                        new OtherWay(
                                uri.replace("artifact=digits", "artifactType=model"),
                                Map.of(),
                                world -> world.simulator()
                                        .logArtifact(world.project() + "/1a2b3c4d", "model", "net", Map.of())));
            case updateConfig -> List.of(contested(uri, "config", "lr"));
            case updateSummary -> List.of(contested(uri, "summary", "best"));
            case updateRun ->
                List.of(new OtherWay(uri, Map.of(), world -> {
                    run(world).notes("before");
                    beforeTheUpdate(world, () -> run(world).notes("theirs"));
                }));
            case logHistory ->
                List.of(new OtherWay(uri, Map.of(), world -> run(world).log(12, Map.of("loss", 99))));
            default -> List.of();
        };
    }

    private static OtherWay contested(String uri, String part, String name) {
        return new OtherWay(uri, Map.of(), world -> {
            set(world, part, name, 98);
            beforeTheUpdate(world, () -> set(world, part, name, 99));
        });
    }

    private static void set(ExampleWorld world, String part, String name, Object value) {
        if (part.equals("config")) {
            run(world).config(name, value);
        } else {
            run(world).log(run(world).rows().size() + 10, Map.of(name, value));
        }
    }

    private static void beforeTheUpdate(ExampleWorld world, Runnable change) {
        world.simulator().faults().add(Fault.before(change).on("UpdateRun").times(1));
    }

    private static SimulatedRun run(ExampleWorld world) {
        return world.simulator().run(world.project() + "/1a2b3c4d");
    }
}
