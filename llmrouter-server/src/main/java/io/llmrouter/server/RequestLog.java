package io.llmrouter.server;

import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.LlmRouterException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What is written down of one request: neither prompts nor answers nor keys. */
final class RequestLog {
    private static final Logger LOG = System.getLogger("io.llmrouter.server.access");
    private static final int MAX_PATH = 200;
    /** What proxies write of a client that left before its answer. */
    private static final int CLIENT_LEFT = 499;

    private final String requestId;
    private final String method;
    private final String path;
    private final long startedAt = System.nanoTime();
    private final AtomicLong bytesOut = new AtomicLong();
    private volatile String route = "other";
    private volatile String client = "-";
    private volatile String model = "-";
    private volatile String strategy = "-";
    private volatile List<String> unsupported = List.of();
    private volatile String trace = "";
    private volatile int attempts;
    private volatile int status;
    private volatile long bytesIn;

    RequestLog(String requestId, String method, String path) {
        this.requestId = requestId;
        this.method = method;
        this.path = path;
    }

    /** A new id: 96 random bits, unique enough to find one request among billions. */
    static String newId() {
        byte[] bits = new byte[12];
        ThreadLocalRandom.current().nextBytes(bits);
        return "req_" + HexFormat.of().formatHex(bits);
    }

    String requestId() {
        return requestId;
    }

    String path() {
        return path;
    }

    /** The path of the endpoint: one of few. */
    String route() {
        return route;
    }

    int status() {
        return status;
    }

    void route(String value) {
        route = value;
    }

    void client(String holder) {
        client = holder;
    }

    void trace(String id) {
        trace = id;
    }

    void received(long bytes) {
        bytesIn = bytes;
    }

    void sent(long bytes) {
        bytesOut.addAndGet(bytes);
    }

    void status(int value) {
        status = value;
    }

    void routed(RoutingReport report, int attemptsSoFar) {
        model = report.model();
        strategy = report.decision().strategy();
        attempts = attemptsSoFar;
        unsupported = report.unsupported();
    }

    void failed(LlmRouterException error) {
        model = error.model().orElse(model);
        attempts = Math.max(attempts, error.attempts().size());
    }

    double seconds() {
        return (System.nanoTime() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Writes the line; requests that failed for the server's own reasons stand out. */
    void ended(boolean complete) {
        if (!complete && status == 0) {
            status = CLIENT_LEFT;
        }
        Level level = status >= 500 ? Level.WARNING : Level.DEBUG;
        if (LOG.isLoggable(level)) {
            LOG.log(level, line(complete));
        }
    }

    String line(boolean complete) {
        return "request_id=" + requestId + " method=" + clean(method) + " path=" + clean(path) + " status=" + status
                + " outcome=" + (complete ? "complete" : "client_left") + " duration_ms="
                + Math.round(seconds() * 1000) + " bytes_in=" + bytesIn + " bytes_out=" + bytesOut.get() + " client="
                + clean(client) + " model=" + clean(model) + " strategy=" + clean(strategy) + " attempts=" + attempts
                + (trace.isEmpty() ? "" : " trace_id=" + trace)
                + (unsupported.isEmpty() ? "" : " unsupported=" + clean(String.join(",", unsupported)));
    }

    /** One word of printable ASCII, so that no client can write lines of its own. */
    private static String clean(String text) {
        String bounded = text.length() > MAX_PATH ? text.substring(0, MAX_PATH) + "..." : text;
        return bounded.isEmpty() ? "-" : bounded.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
