package io.llmrouter.testkit;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request as it was read from the socket. */
final class HttpRequest {
    private final String method;
    private final String target;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /**
     * Creates the request.
     *
     * @param target the path and the query, as they were sent
     * @param headers the values by name, without regard to case
     */
    HttpRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = Collections.unmodifiableMap(headers);
        this.body = body;
    }

    String method() {
        return method;
    }

    /** The path, still percent-encoded. */
    String path() {
        int question = target.indexOf('?');
        return question < 0 ? target : target.substring(0, question);
    }

    /** What follows the question mark; empty if nothing does. */
    String query() {
        int question = target.indexOf('?');
        return question < 0 ? "" : target.substring(question + 1);
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    byte[] body() {
        return body;
    }

    boolean keepsAlive() {
        return header("connection")
                .map(value -> !value.toLowerCase(Locale.ROOT).contains("close"))
                .orElse(true);
    }
}
