package io.llmrouter.bedrock;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.core.config.SettingsTree;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

/** Models with made-up keys. */
final class TestModels {
    static final String CLAUDE = "us.anthropic.claude-sonnet-4-20250514-v1:0";
    static final String LLAMA = "meta.llama3-70b-instruct-v1:0";
    static final String SECRET = "made-up-secret-of-the-test";

    private TestModels() {}

    static BedrockModel at(String url) {
        return at(url, CLAUDE);
    }

    static BedrockModel at(String url, String modelId) {
        return of(config(modelId, url, new Keys(), signed()));
    }

    static BedrockModel of(ModelConfig config) {
        return of(config, Map.of());
    }

    static BedrockModel of(ModelConfig config, Map<String, String> environment) {
        return (BedrockModel) new BedrockProvider(environment).create(config);
    }

    static ModelConfig config(String modelId, @Nullable String url, ApiKeys keys, Map<String, ?> settings) {
        return new ModelConfig(
                ModelInfo.of("claude", "bedrock", modelId),
                url,
                keys,
                Duration.ofSeconds(5),
                SettingsTree.of(Map.of("llms", Map.of("m", settings)))
                        .section("llms")
                        .section("m"));
    }

    /** Settings of a model that signs its calls, and more. */
    static Map<String, Object> signed(Map<String, ?> more) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("aws_region", "us-west-2");
        settings.put("aws_access_key_id", "AKIDEXAMPLE");
        settings.put("aws_secret_access_key", SECRET);
        settings.putAll(more);
        return settings;
    }

    static Map<String, Object> signed() {
        return signed(Map.of());
    }

    static ConverseRequest converse(ChatRequest request) {
        return converse(request, CLAUDE, Map.of());
    }

    static ConverseRequest converse(ChatRequest request, String modelId, Map<String, ?> settings) {
        return new ConverseRequests(BedrockSettings.of(config(modelId, null, new Keys(), settings))).of(request);
    }

    /** Keys in turn, which remember who was told to rest. */
    static final class Keys implements ApiKeys {
        final List<String> rested = new CopyOnWriteArrayList<>();
        private final List<String> secrets;
        private final AtomicInteger turn = new AtomicInteger();

        Keys(String... secrets) {
            this.secrets = List.of(secrets);
        }

        @Override
        public Optional<ApiKey> next() {
            if (secrets.isEmpty()) {
                return Optional.empty();
            }
            int index = turn.getAndIncrement() % secrets.size();
            return Optional.of(new ApiKey(index, secrets.get(index)));
        }

        @Override
        public void rest(ApiKey key, @Nullable Duration pause) {
            rested.add(key.secret() + " " + pause);
        }

        @Override
        public int size() {
            return secrets.size();
        }
    }
}
