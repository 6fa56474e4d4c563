// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.http;

import io.github.camelwandb.simulator.Fault;
import io.github.camelwandb.simulator.Faults;
import io.github.camelwandb.simulator.RecordedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes calls, unless a fault has other plans, writes them down, and then answers. */
final class Dispatcher {

    private final RequestLog log;
    private final Clock clock;
    private final Faults faults = new Faults(this::endHanging);
    private final List<Exchange> hanging = new ArrayList<>();
    private volatile Map<String, String> limitHeaders = Map.of();
    private volatile Map<String, String> answerHeaders = Map.of();

    Dispatcher(RequestLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    Faults faults() {
        return faults;
    }

    void rateLimitHeaders(int limit, int remaining, Duration reset) {
        limitHeaders = headers(limit, remaining, reset);
    }

    void answerHeaders(Map<String, String> headers) {
        answerHeaders = Map.copyOf(headers);
    }

    void dispatch(Exchange exchange, Call call) throws IOException {
        Fault fault = faults.hit(call.operation(), call.fields(), call::isAbout);
        Fault.Effect effect = fault == null ? null : fault.effect();
        if (effect instanceof Fault.Hang) {
            record(exchange, call, 0);
            synchronized (hanging) {
                hanging.add(exchange);
            }
        } else if (effect instanceof Fault.ConnectionReset) {
            record(exchange, call, 0);
            exchange.reset();
        } else {
            Reply reply = reply(call, fault);
            // before the answer is sent: whoever has the answer finds the request in the record
            record(exchange, call, reply.status());
            send(exchange, reply, effect);
        }
    }

    private static Reply reply(Call call, @Nullable Fault fault) throws IOException {
        Fault.Effect effect = fault == null ? null : fault.effect();
        if (effect instanceof Fault.Status status) {
            // a gateway in front of the server answers in HTML
            String type = status.body().startsWith("{") ? "application/json" : "text/html";
            byte[] body = status.body().getBytes(StandardCharsets.UTF_8);
            return new Reply(status.code(), Map.of("Content-Type", type), body);
        }
        if (effect instanceof Fault.RateLimited limited) {
            Map<String, String> headers = headers(100, 0, limited.reset());
            headers.put("Retry-After", seconds(limited.reset()));
            Reply refused = Reply.errors(429, "rate limit exceeded");
            headers.putAll(refused.headers());
            return new Reply(429, headers, refused.body());
        }
        if (effect instanceof Fault.Errors errors) {
            return Reply.errors(200, errors.message());
        }
        return fault != null && effect instanceof Fault.Partial partial
                ? call.executePartly(partial, fault.runId())
                : call.execute();
    }

    private void send(Exchange exchange, Reply reply, Fault.@Nullable Effect effect) throws IOException {
        answerHeaders.forEach(exchange::header);
        if (reply.status() == 200) {
            limitHeaders.forEach(exchange::header);
        }
        if (effect instanceof Fault.Latency latency) {
            exchange.answerAfter(latency.delay(), reply);
        } else if (effect instanceof Fault.TruncatedBody) {
            exchange.answerHalf(reply);
        } else {
            exchange.answer(reply);
        }
    }

    private static Map<String, String> headers(int limit, int remaining, Duration reset) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("RateLimit-Limit", String.valueOf(limit));
        headers.put("RateLimit-Remaining", String.valueOf(remaining));
        headers.put("RateLimit-Reset", seconds(reset));
        return headers;
    }

    private static String seconds(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        return seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
    }

    private void record(Exchange exchange, Call call, int status) {
        log.add(new RecordedRequest(
                call.operation(),
                call.fields(),
                call.variables(),
                exchange.path(),
                exchange.headers(),
                status,
                clock.instant()));
    }

    private void endHanging() {
        List<Exchange> ended;
        synchronized (hanging) {
            ended = List.copyOf(hanging);
            hanging.clear();
        }
        ended.forEach(Exchange::close);
    }
}
