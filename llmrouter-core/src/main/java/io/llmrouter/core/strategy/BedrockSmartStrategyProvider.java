package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code bedrock_smart_router}: a model by how hard the last user message looks, from its words and its length.
 *
 * <p>Settings: {@code tiers}, a section with lists of models, the preferred first, under {@code simple}, {@code standard},
 * {@code reasoning} and {@code deep}. A tier that is not set has the names that are usual for Amazon Nova and Anthropic
 * Claude. It keeps no memory of past decisions: one that repeats its own earlier choices confirms its own mistakes.
 */
public final class BedrockSmartStrategyProvider implements RoutingStrategyProvider {
    private static final Map<QueryTier, List<String>> PREFERRED = Map.of(
            QueryTier.SIMPLE, List.of("nova-micro", "haiku", "nova-2-lite"),
            QueryTier.STANDARD, List.of("nova-2-lite", "haiku", "nova-pro"),
            QueryTier.REASONING, List.of("nova-pro", "sonnet", "nova-2-lite"),
            QueryTier.DEEP, List.of("opus", "sonnet", "nova-pro"));

    @Override
    public String name() {
        return "bedrock_smart_router";
    }

    @Override
    public RoutingStrategy create(StrategyConfig config) {
        Settings tiers = config.settings().section("tiers");
        var preferred = new EnumMap<QueryTier, List<String>>(PREFERRED);
        var problems = new Problems();
        for (String key : tiers.keys()) {
            problems.collect(() -> preferred.put(tier(tiers, key), models(config, tiers, key)));
        }
        problems.throwIfAny();
        return new BedrockSmartStrategy(preferred);
    }

    private static QueryTier tier(Settings tiers, String key) {
        return QueryTier.of(key).orElseThrow(() -> tiers.problem(key, "one of simple, standard, reasoning, deep"));
    }

    private static List<String> models(StrategyConfig config, Settings tiers, String key) {
        List<String> models = tiers.texts(key);
        for (String model : models) {
            if (!Checks.isConfigured(config, model)) {
                throw tiers.problem(key, "names of models under llms, which \"" + model + "\" is not");
            }
        }
        return models;
    }
}
