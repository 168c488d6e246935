package io.llmrouter.wire;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a request a format cannot say. The encoders leave out the same. */
final class Unsupported {
    /** What Anthropic's fields of these names say is understood, as thinking, an output format or a user. */
    private static final Set<String> UNDERSTOOD = Set.of("thinking", "output_config", "metadata");

    private Unsupported() {}

    static List<String> inOpenAi(OpenAiDialect dialect, ChatRequest request) {
        var lost = lost(request, OpenAiParts.FORMAT);
        if (request.extras().format().equals(AnthropicBlocks.FORMAT)) {
            lost.removeAll(UNDERSTOOD);
        }
        if (request.stop().size() > OpenAiRequestEncoder.mostStops(dialect)) {
            lost.add("stop");
        }
        return List.copyOf(lost);
    }

    static List<String> inAnthropic(ChatRequest request, String modelId) {
        var lost = lost(request, AnthropicBlocks.FORMAT);
        if (request.choices().orElse(1) > 1) {
            lost.add("n");
        }
        if (request.seed().isPresent()) {
            lost.add("seed");
        }
        if (request.stop().stream().anyMatch(String::isBlank)) {
            lost.add("stop");
        }
        AnthropicThinking thinking = AnthropicThinking.of(request, modelId);
        boolean sampled = request.temperature().isPresent();
        if (thinking.isOn() && sampled) {
            lost.add("temperature");
        }
        if (request.topP().isPresent() && (thinking.isOn() || sampled)) {
            lost.add("top_p");
        }
        return List.copyOf(lost);
    }

    private static List<String> lost(ChatRequest request, String format) {
        var lost = new ArrayList<String>(request.extras().lostOn(format));
        lost.removeIf(name -> name.startsWith("stream"));
        for (Tool tool : request.tools()) {
            if (!tool.extras().isEmpty()
                    && tool.extras().fields().containsKey("type")
                    && !tool.extras().format().equals(format)
                    && !lost.contains("tools")) {
                lost.add("tools");
            }
        }
        return lost;
    }
}
