package io.llmrouter.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The built-in strategies, with settings that suit the models of the demonstration. */
final class DemoStrategies {
    static final String LLM = "llm";
    static final String LEAST_BUSY = "least_busy";

    private static final Map<String, String> TITLES = titles();

    private DemoStrategies() {}

    static List<String> names() {
        return List.copyOf(TITLES.keySet());
    }

    /** What a strategy does, in a line. */
    static String title(String strategy) {
        return TITLES.getOrDefault(strategy, "");
    }

    /**
     * What the section {@code router} says.
     *
     * @param routingUrl where the model that decides for the strategy {@code llm} is
     */
    static Map<String, Object> settings(String strategy, String routingUrl) {
        return switch (strategy) {
            case "random" ->
                Map.of("weights", Map.of("tiny-3b", 4, "fast-8b", 3, "coder-32b", 2, "vision-70b", 1, "deep-400b", 1));
            case "rules" ->
                Map.of(
                        "rules",
                        List.of(
                                rule("model", "coder-32b", "keywords", List.of("Java", "JSON")),
                                rule("model", "vision-70b", "keywords", List.of("translate", "picture", "log")),
                                rule("model", "deep-400b", "regex", "\\bplan|km/h"),
                                rule(
                                        "model",
                                        "tiny-3b",
                                        "keywords",
                                        List.of("hi", "hello", "capital"),
                                        "match",
                                        "word"),
                                rule("default", "fast-8b")));
            case LLM -> Map.of("provider", "openai", "model", DemoProviders.ROUTING_MODEL, "base_url", routingUrl);
            default -> Map.of();
        };
    }

    private static Map<String, Object> rule(Object... keysAndValues) {
        var rule = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            rule.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return rule;
    }

    private static Map<String, String> titles() {
        var titles = new LinkedHashMap<String, String>();
        titles.put("random", "draws by weight: tiny 4, fast 3, coder 2, vision 1, deep 1");
        titles.put("round_robin", "the models take turns");
        titles.put("rules", "the first rule that the prompt meets");
        titles.put(LLM, "a language model decides (its own tokens are not counted here)");
        titles.put("cost", "the lowest expected cost");
        titles.put("latency", "the model that has answered fastest of late");
        titles.put(LEAST_BUSY, "the fewest calls under way; all prompts are sent at once");
        titles.put("smallest_llm", "the fewest parameters");
        titles.put("largest_llm", "the most parameters");
        titles.put("bedrock_smart_router", "by how hard the prompt looks");
        return titles;
    }
}
