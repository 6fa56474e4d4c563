// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.consumer;

import io.github.camelwandb.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A request is not answered as it should be.
 *
 * @param fault that it meets
 */
record ServerMishap(String title, Function<Moment, Fault> fault) implements Mishap {

    private static final int TOO_LONG = 21_000_000;

    private ServerMishap(String title, Fault fault) {
        this(title, moment -> fault);
    }

    static List<ServerMishap> all() {
        List<ServerMishap> all = new ArrayList<>();
        for (int code : new int[] {500, 502, 503, 504, 400, 401, 403, 404, 408, 413}) {
            all.add(new ServerMishap("HTTP " + code, Fault.status(code)));
        }
        all.add(new ServerMishap("HTTP 429, Retry-After", Fault.rateLimited(Duration.ofMillis(50))));
        all.add(new ServerMishap("HTTP 302", Fault.status(302, "")));
        all.add(new ServerMishap("HTTP 200, empty", Fault.status(200, "")));
        all.add(new ServerMishap("HTTP 200, a page of HTML", Fault.status(200, "<html>Sign in</html>")));
        all.add(new ServerMishap("HTTP 200, other JSON", Fault.status(200, "{}")));
        all.add(new ServerMishap("HTTP 200, a text of 21 MB", Fault.status(200, tooLong())));
        all.add(new ServerMishap("HTTP 200, GraphQL errors only", Fault.errors("simulated")));
        all.add(new ServerMishap("HTTP 200, data and GraphQL errors", Fault.partial("simulated")));
        all.add(new ServerMishap(
                "HTTP 200, null and GraphQL errors", moment -> Fault.partial("simulated", asked(moment))));
        all.add(new ServerMishap("answer comes late", Fault.latency(Duration.ofMillis(100))));
        all.add(new ServerMishap("answer breaks off", Fault.truncatedBody()));
        all.add(new ServerMishap("connection is reset", Fault.connectionReset()));
        return all;
    }

    /** Of a server whose answers are given up early. */
    static ServerMishap noAnswer() {
        return new ServerMishap("no answer within `requestTimeout`", Fault.hang());
    }

    private static String tooLong() {
        return "{\"data\":{\"project\":\"" + "x".repeat(TOO_LONG) + "\"}}";
    }

    private static String asked(Moment moment) {
        return switch (moment) {
            case START -> "project";
            case LIST -> "runs";
            default -> "history";
        };
    }

    @Override
    public void awaits(Scene scene, Place place) {
        scene.awaitsRequest(place, () -> {}, fault.apply(scene.moment()));
    }

    @Override
    public boolean isMet(Scene scene) {
        return scene.isRequestMet();
    }
}
