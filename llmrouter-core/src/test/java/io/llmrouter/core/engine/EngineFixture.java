package io.llmrouter.core.engine;

import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.Recovery;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.config.Budget;
import io.llmrouter.core.config.HedgeConfig;
import io.llmrouter.core.config.ModelEntry;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.config.ResilienceConfig;
import io.llmrouter.core.config.RoutingConfig.UnknownModel;
import io.llmrouter.core.config.SettingsTree;
import io.llmrouter.core.config.StickinessConfig;
import io.llmrouter.core.limits.LimitStores;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine over scripted models and manual time. */
final class EngineFixture {
    final ManualTiming timing = new ManualTiming();
    final Map<String, Member> members = new LinkedHashMap<>();
    final Resources resources = new Resources();
    RoutingStrategy strategy =
            context -> RoutingDecision.of(context.candidates().get(0).name(), "the first");
    UnknownModel unknownModel = UnknownModel.REJECT;
    Duration deadline = Duration.ZERO;
    StickinessConfig stickiness = StickinessConfig.OFF;
    final Conversations conversations = new Conversations();

    @Nullable
    CallRecorder recorder;

    @Nullable
    FeedbackReceiver feedback;

    ResilienceConfig resilience = ResilienceConfig.DEFAULT;
    OnUnsupported onUnsupported = OnUnsupported.WARN;
    RateLimits limits = RateLimits.NONE;

    @Nullable
    LimitStore store;

    List<Budget> budgets = List.of();
    Map<String, RateLimits> keyLimits = Map.of();
    final WaitingLine line = new WaitingLine();

    ScriptedModel model(String name, String... fallbacks) {
        return model(ModelInfo.of(name, "test", name + "-id"), fallbacks);
    }

    ScriptedModel model(ModelInfo info, String... fallbacks) {
        var model = new ScriptedModel();
        var entry = new ModelEntry(
                info,
                null,
                List.of(),
                List.of(fallbacks),
                resilience,
                onUnsupported,
                limits,
                SettingsTree.of(Map.of()));
        members.put(info.name(), member(entry, resources.add(model)));
        return model;
    }

    Member member(ModelEntry entry, ChatModel model) {
        var health = new Health(entry.resilience().breaker(), new KeyRing(List.of(), timing), timing);
        return new Member(entry, model, health);
    }

    RoutingEngine engine() {
        var gate = new Gate(store, store == null ? null : LimitStores.local(store), keyLimits, timing, line);
        return new RoutingEngine(
                members,
                Map.of(),
                new Selector(
                        members,
                        strategy,
                        "test",
                        unknownModel,
                        new Stickiness(stickiness, conversations, timing),
                        gate),
                new CallLimits(store, budgets),
                gate,
                deadline,
                timing,
                resources,
                recorder,
                feedback);
    }

    EngineFixture retries(int most) {
        return resilience(most, resilience.recovery());
    }

    EngineFixture recovery(Recovery recovery) {
        return resilience(resilience.maxRetries(), recovery);
    }

    private EngineFixture resilience(int maxRetries, Recovery recovery) {
        resilience = new ResilienceConfig(
                maxRetries,
                resilience.connectTimeout(),
                resilience.firstTokenTimeout(),
                resilience.stallTimeout(),
                resilience.requestTimeout(),
                resilience.streamTimeout(),
                resilience.deadline(),
                recovery,
                resilience.breaker(),
                resilience.hedge(),
                resilience.contextWindowFallbacks(),
                resilience.contentPolicyFallbacks());
        return this;
    }

    /** The chains for prompts that are too long, and for content that is refused. */
    EngineFixture chains(List<String> contextWindow, List<String> contentPolicy) {
        resilience = new ResilienceConfig(
                resilience.maxRetries(),
                resilience.connectTimeout(),
                resilience.firstTokenTimeout(),
                resilience.stallTimeout(),
                resilience.requestTimeout(),
                resilience.streamTimeout(),
                resilience.deadline(),
                resilience.recovery(),
                resilience.breaker(),
                resilience.hedge(),
                contextWindow,
                contentPolicy);
        return this;
    }

    /** Models that are added from now on are hedged. */
    EngineFixture hedge(@Nullable Duration after, double budget) {
        resilience = new ResilienceConfig(
                resilience.maxRetries(),
                resilience.connectTimeout(),
                resilience.firstTokenTimeout(),
                resilience.stallTimeout(),
                resilience.requestTimeout(),
                resilience.streamTimeout(),
                resilience.deadline(),
                resilience.recovery(),
                resilience.breaker(),
                new HedgeConfig(true, after, budget),
                resilience.contextWindowFallbacks(),
                resilience.contentPolicyFallbacks());
        return this;
    }

    static ModelInfo info(String name, Prices prices, Map<Capability, Boolean> able, Integer context, Integer max) {
        return new ModelInfo(name, "test", name + "-id", "", prices, able, context, max);
    }

    static LlmRouterException unavailable() {
        return new ProviderUnavailableException(
                ErrorFacts.because("503").httpStatus(503).build());
    }

    static LlmRouterException rateLimited(Duration retryAfter) {
        return new RateLimitException(
                ErrorFacts.because("429").httpStatus(429).retryAfter(retryAfter).build());
    }

    static LlmRouterException tooLong() {
        return new ContextLengthException(
                ErrorFacts.because("too long").httpStatus(400).build());
    }

    static LlmRouterException garbage() {
        return new BadResponseException(ErrorFacts.because("garbage").build());
    }
}
