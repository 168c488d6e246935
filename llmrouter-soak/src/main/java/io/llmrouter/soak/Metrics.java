package io.llmrouter.soak;

import io.llmrouter.soak.HttpConnection.Head;
import java.io.IOException;
import java.util.List;

/** What the server tells Prometheus. */
final class Metrics {
    private final List<String> lines;

    private Metrics(List<String> lines) {
        this.lines = lines;
    }

    static Metrics of(int port) throws IOException, InterruptedException {
        try (var connection = new HttpConnection(port)) {
            byte[] request = HttpConnection.request("GET", "/metrics", Configuration.OPEN, new byte[0]);
            connection.send(request, request.length);
            Head head = connection.head();
            return new Metrics(connection.body(head, bytes -> true).lines().toList());
        }
    }

    /** The sum of all figures of that name. */
    double sum(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Whether a model is well. */
    boolean isWell(String model) {
        return lines.stream()
                .anyMatch(line -> line.startsWith("llmrouter_model_state{")
                        && line.contains("model=\"" + model + "\"")
                        && line.contains("state=\"healthy\"")
                        && line.endsWith(" 1.0"));
    }
}
