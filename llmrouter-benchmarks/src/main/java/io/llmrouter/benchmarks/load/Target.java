package io.llmrouter.benchmarks.load;

import java.util.Map;

/**
 * Where a load goes.
 *
 * @param port the port on the loopback address
 * @param path the path of the chat call
 * @param model the name of the model to ask for
 * @param headers further headers of each request
 */
public record Target(int port, String path, String model, Map<String, String> headers) {
    public Target {
        headers = Map.copyOf(headers);
    }

    /** A target that speaks OpenAI's format at the usual path and wants no headers of its own. */
    public static Target openAi(int port, String model) {
        return new Target(port, "/v1/chat/completions", model, Map.of());
    }
}
