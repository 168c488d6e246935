package io.llmrouter.learned.strategy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.core.config.SettingsTree;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A configuration of one section. */
record TestConfig(Map<String, Object> router, List<ModelInfo> models, RandomGenerator random)
        implements StrategyConfig {
    TestConfig(Map<String, Object> router, List<ModelInfo> models) {
        this(router, models, RandomGenerator.getDefault());
    }

    @Override
    public Settings settings() {
        return SettingsTree.of(Map.of("router", router)).section("router");
    }

    @Override
    public ChatModel model(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public ChatModel connect(String provider, String modelId, @Nullable String baseUrl) {
        throw new IllegalArgumentException(modelId);
    }
}
