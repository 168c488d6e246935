package io.llmrouter.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it was read from the socket.
 *
 * @param path the path, still percent-encoded
 * @param query what follows the question mark; empty if nothing does
 * @param headers the values by name, without regard to case
 */
record HttpRequest(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    boolean keepsAlive() {
        return header("connection")
                .map(value -> !value.toLowerCase(Locale.ROOT).contains("close"))
                .orElse(true);
    }
}
