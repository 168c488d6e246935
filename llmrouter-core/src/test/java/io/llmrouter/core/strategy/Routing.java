package io.llmrouter.core.strategy;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.api.spi.RoutingStrategyProvider;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.api.spi.StrategyConfig;
import io.llmrouter.core.config.SettingsTree;
import io.llmrouter.core.memory.MemorySource;
import io.llmrouter.core.memory.RoutingMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a strategy is created with, and contexts to ask it with; the random source has a fixed seed. */
final class Routing implements StrategyConfig, MemorySource {
    /** The models that were asked for, as {@code name} or {@code provider model baseUrl}. */
    final List<String> connected = new ArrayList<>();

    RoutingMemory memory = RoutingMemory.NONE;

    private final Settings settings;
    private final List<ModelInfo> models;
    private final RandomGenerator random = new Random(42);
    private final ChatModel chatModel;

    Routing(Map<String, ?> settings, List<? extends Candidate> candidates, ChatModel chatModel) {
        this.settings = SettingsTree.of(Map.of("router", settings)).section("router");
        this.models = candidates.stream().map(Candidate::info).toList();
        this.chatModel = chatModel;
    }

    static RoutingStrategy strategy(
            RoutingStrategyProvider provider, Map<String, ?> settings, List<? extends Candidate> candidates) {
        return provider.create(new Routing(settings, candidates, request -> {
            throw new AssertionError("no model is to be called");
        }));
    }

    static RoutingStrategy strategy(RoutingStrategyProvider provider, Map<String, ?> settings, String... models) {
        return strategy(provider, settings, TestCandidate.all(models));
    }

    static RoutingContext ask(String query, String... candidates) {
        return ask(query, TestCandidate.all(candidates));
    }

    static RoutingContext ask(String query, List<? extends Candidate> candidates) {
        return new RoutingContext(ChatRequest.of(query), query, List.copyOf(candidates));
    }

    static RoutingContext among(TestCandidate... candidates) {
        return ask("general query", Arrays.asList(candidates));
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public List<ModelInfo> models() {
        return models;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public RoutingMemory memory() {
        return memory;
    }

    @Override
    public ChatModel model(String name) {
        connected.add(name);
        return chatModel;
    }

    @Override
    public ChatModel connect(String provider, String modelId, @Nullable String baseUrl) {
        connected.add(provider + " " + modelId + " " + baseUrl);
        return chatModel;
    }
}
