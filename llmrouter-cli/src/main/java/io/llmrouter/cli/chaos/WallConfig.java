package io.llmrouter.cli.chaos;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.config.MemoryConfig;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.config.RoutingConfig;
import io.llmrouter.core.config.RoutingConfig.UnknownModel;
import io.llmrouter.core.config.SettingsTree;
import io.llmrouter.core.engine.Plugins;
import io.llmrouter.testkit.WireKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A configuration whose models are all at a wall: the policy stays, the providers, the addresses and the keys do not. */
final class WallConfig {
    /** How all keys begin. */
    static final String KEY = "chaos-key-";

    private final RouterConfig config;
    private final @Nullable WireKind format;

    /**
     * Takes a configuration.
     *
     * @param format the wire format of all models; {@code null} for each model's own, OpenAI's where the wall has not it
     */
    WallConfig(RouterConfig config, @Nullable WireKind format) {
        this.config = config;
        this.format = format;
    }

    /** What the scenarios must know of it. */
    Policy policy(String primary) {
        ModelEntry first = entry(primary).orElseThrow();
        boolean larger = !first.resilience().contextWindowFallbacks().isEmpty()
                || first.fallbacks().stream()
                        .flatMap(name -> entry(name).stream())
                        .anyMatch(fallback -> isLarger(fallback.info(), first.info()));
        return new Policy(
                primary,
                config.models().stream().map(ModelEntry::name).toList(),
                larger,
                !first.resilience().contentPolicyFallbacks().isEmpty());
    }

    private Optional<ModelEntry> entry(String name) {
        return config.models().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    private static boolean isLarger(ModelInfo other, ModelInfo than) {
        Integer limit = than.contextLimit();
        return other.contextLimit() != null && (limit == null || other.contextLimit() > limit);
    }

    /** The configuration at a wall, without memory, journal, limits, budgets and strategy: each request names its model. */
    RouterConfig at(Wall wall) {
        MemoryConfig memory = config.memory();
        return new RouterConfig(
                null,
                config.serve(),
                new RoutingConfig(
                        "round_robin",
                        UnknownModel.REJECT,
                        config.routing().stickiness(),
                        SettingsTree.of(Map.of("strategy", "round_robin"))),
                Map.of(),
                new MemoryConfig(
                        false,
                        memory.path(),
                        memory.topK(),
                        memory.retrieverModel(),
                        memory.device(),
                        memory.maxLength(),
                        memory.maxQueryChars(),
                        memory.maxPromptChars(),
                        memory.perUser()),
                config.withoutJournal().journal(),
                config.media(),
                config.resilience(),
                new LimitsConfig(
                        config.limits().store(),
                        config.limits().maxKeys(),
                        config.limits().queue(),
                        Map.of(),
                        config.limits().settings()),
                List.of(),
                config.models().stream().map(entry -> moved(entry, wall)).toList(),
                List.of(),
                List.of());
    }

    private ModelEntry moved(ModelEntry entry, Wall wall) {
        ModelInfo info = entry.info();
        WireKind kind = format == null ? own(info.provider()) : format;
        String provider = kind.name().toLowerCase(Locale.ROOT);
        List<String> keys = IntStream.range(0, numberOfKeys(entry))
                .mapToObj(index -> KEY + index)
                .toList();
        Map<String, Object> settings = kind == WireKind.BEDROCK
                ? Map.of("provider", provider, "aws_region", "us-east-1", "bearer_token", keys.get(0))
                : Map.of("provider", provider);
        return new ModelEntry(
                new ModelInfo(
                        info.name(),
                        provider,
                        info.name(),
                        info.description(),
                        info.prices(),
                        info.capabilities(),
                        info.contextLimit(),
                        info.maxTokens()),
                wall.url(kind),
                kind == WireKind.BEDROCK ? List.of() : keys,
                entry.fallbacks(),
                entry.resilience(),
                entry.onUnsupported(),
                RateLimits.NONE,
                SettingsTree.of(settings));
    }

    private static WireKind own(String provider) {
        String name =
                Plugins.find().provider(provider).map(ChatModelProvider::name).orElse("");
        return switch (name) {
            case "anthropic" -> WireKind.ANTHROPIC;
            case "bedrock" -> WireKind.BEDROCK;
            default -> WireKind.OPENAI;
        };
    }

    /** With several keys a policy may ask again at once. */
    private int numberOfKeys(ModelEntry entry) {
        List<String> keys = entry.apiKeys().isEmpty()
                ? config.apiKeys().getOrDefault(entry.info().provider().toLowerCase(Locale.ROOT), List.of())
                : entry.apiKeys();
        return Math.max(1, keys.size());
    }
}
