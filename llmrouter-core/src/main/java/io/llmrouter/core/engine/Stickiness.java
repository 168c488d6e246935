package io.llmrouter.core.engine;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.Usage;
import io.llmrouter.api.Usage.Source;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.core.config.StickinessConfig;
import io.llmrouter.core.engine.Conversations.Kept;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a conversation on its model: where only that one understands a part of it, and where another is cheaper by its
 * prices alone, but dearer than what the provider has cached. Safe for concurrent use.
 */
final class Stickiness {
    static final String STICKY = "sticky";

    private final StickinessConfig config;
    private final Conversations conversations;
    private final Timing timing;

    Stickiness(StickinessConfig config, Conversations conversations, Timing timing) {
        this.config = config;
        this.conversations = conversations;
        this.timing = timing;
    }

    /** Notes who has answered. */
    void answered(ChatRequest request, AssistantMessage answer, String model, Usage usage) {
        if (config.enabled()) {
            long cached = usage.cacheReadTokens() + usage.cacheWriteTokens();
            conversations.keep(ConversationKey.after(request, answer), new Kept(model, cached, timing.nanoTime()));
        }
    }

    /** Where the conversation is that the request goes on with. */
    @Nullable
    Kept find(ChatRequest request) {
        return config.enabled()
                ? ConversationKey.of(request).flatMap(conversations::find).orElse(null)
                : null;
    }

    /** The decision that leaves no choice; {@code null} if there is one. */
    @Nullable
    RoutingDecision bound(ChatRequest request, @Nullable Kept kept, List<Candidate> candidates) {
        if (kept == null || candidate(kept.model(), candidates).isEmpty()) {
            return null;
        }
        return BoundState.of(request)
                .map(what -> new RoutingDecision(
                        kept.model(),
                        STICKY,
                        "the conversation holds " + what + " that no other model may understand",
                        List.of(),
                        List.of()))
                .orElse(null);
    }

    /** The strategy's decision, or the one to stay where that is cheaper. */
    RoutingDecision adjusted(
            RoutingDecision decision, @Nullable Kept kept, CandidateFilter tokens, List<Candidate> all) {
        if (kept == null || kept.model().equals(decision.model()) || isOver(kept)) {
            return decision;
        }
        Optional<ModelInfo> there = candidate(kept.model(), all);
        Optional<ModelInfo> elsewhere = candidate(decision.model(), all);
        if (there.isEmpty() || elsewhere.isEmpty()) {
            return decision;
        }
        Optional<BigDecimal> without = cost(there.get(), tokens, 0);
        Optional<BigDecimal> staying = cost(there.get(), tokens, kept.cachedTokens());
        Optional<BigDecimal> moving = cost(elsewhere.get(), tokens, 0);
        boolean cheaper = without.isPresent()
                && staying.isPresent()
                && moving.isPresent()
                && staying.get().compareTo(moving.get()) < 0
                && moving.get().compareTo(without.get()) <= 0;
        return cheaper ? stay(decision, kept, staying.get(), moving.get()) : decision;
    }

    private static RoutingDecision stay(RoutingDecision decision, Kept kept, BigDecimal staying, BigDecimal moving) {
        return new RoutingDecision(
                kept.model(),
                decision.strategy(),
                "stays: about " + kept.cachedTokens() + " tokens of the conversation are cached, so that $"
                        + text(staying) + " is expected instead of $" + text(moving) + " at " + decision.model() + " ("
                        + decision.reason() + ")",
                decision.fallbacks(),
                decision.candidates());
    }

    private static String text(BigDecimal money) {
        return money.stripTrailingZeros().toPlainString();
    }

    private boolean isOver(Kept kept) {
        return timing.nanoTime() - kept.at() >= config.cacheLife().toNanos();
    }

    private static Optional<BigDecimal> cost(ModelInfo model, CandidateFilter tokens, long cached) {
        long prompt = tokens.promptTokens();
        return model.prices()
                .cost(new Usage(prompt, tokens.outputTokens(), Math.min(prompt, cached), 0, 0, Source.ESTIMATED, null));
    }

    private static Optional<ModelInfo> candidate(String name, List<Candidate> candidates) {
        return candidates.stream()
                .map(Candidate::info)
                .filter(info -> info.name().equals(name))
                .findFirst();
    }
}
