package io.llmrouter.http.provider;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.core.config.SettingsTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Makes models as a router would, and closes them. */
final class Models implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private final List<ChatModel> made = new ArrayList<>();

    HttpChatModel make(String provider, String modelId, @Nullable String baseUrl) {
        return make(provider, modelId, baseUrl, new TestKeys(), Map.of());
    }

    HttpChatModel make(
            String provider, String modelId, @Nullable String baseUrl, ApiKeys keys, Map<String, Object> settings) {
        ChatModel model = provider(provider).create(config(provider, modelId, baseUrl, keys, settings));
        made.add(model);
        return (HttpChatModel) model;
    }

    static ModelConfig config(
            String provider, String modelId, @Nullable String baseUrl, ApiKeys keys, Map<String, Object> settings) {
        return new ModelConfig(
                ModelInfo.of("test", provider, modelId), baseUrl, keys, CONNECT_TIMEOUT, SettingsTree.of(settings));
    }

    static ChatModelProvider provider(String name) {
        return ServiceLoader.load(ChatModelProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        made.forEach(model -> ((HttpChatModel) model).close());
    }
}
