package io.llmrouter.core.engine;

import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.ResponseFormat;
import java.util.LinkedHashSet;
import java.util.List;

/** What of a request a model cannot honour: its provider says so, or its declared capabilities. */
final class Unsupported {
    /** Names come from clients, and are told and logged. */
    private static final int MOST_NAMES = 20;

    private static final int LONGEST_NAME = 64;

    private Unsupported() {}

    static List<String> of(ChatRequest request, Member member) {
        List<String> known = member.model().unsupported(request);
        ModelInfo model = member.info();
        boolean noTools = !request.tools().isEmpty() && !model.mayHave(Capability.TOOLS);
        boolean noJson = wantsJson(request) && !model.mayHave(Capability.JSON);
        if (known.isEmpty() && !noTools && !noJson) {
            return List.of();
        }
        var names = new LinkedHashSet<String>();
        known.forEach(name -> names.add(clean(name)));
        if (noTools) {
            names.add("tools");
        }
        if (noJson) {
            names.add("response_format");
        }
        return names.stream().limit(MOST_NAMES).toList();
    }

    /** The request without what a model would refuse; what its encoder leaves out by itself may stay. */
    static ChatRequest without(ChatRequest request, List<String> names, ModelInfo model) {
        if (names.isEmpty()) {
            return request;
        }
        ChatRequest.Builder changed = request.toBuilder();
        for (String name : names) {
            switch (name) {
                case "n" -> changed.choices(null);
                case "seed" -> changed.seed(null);
                case "response_format" -> changed.responseFormat(null);
                case "parallel_tool_calls" -> changed.parallelToolCalls(null);
                case "reasoning_effort" -> changed.reasoningEffort(null);
                case "tools" -> {
                    if (!model.mayHave(Capability.TOOLS)) {
                        changed.tools(List.of()).toolChoice(null).parallelToolCalls(null);
                    }
                }
                default -> {} // left out by the encoder, which knows the rest of it
            }
        }
        return changed.build();
    }

    private static boolean wantsJson(ChatRequest request) {
        return request.responseFormat()
                .filter(format -> !(format instanceof ResponseFormat.Text))
                .isPresent();
    }

    private static String clean(String name) {
        String bounded = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return bounded.replaceAll("[^A-Za-z0-9_.\\[\\]-]", "?");
    }
}
