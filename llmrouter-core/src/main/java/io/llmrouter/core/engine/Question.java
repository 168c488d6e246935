package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy asks a model for a call that it decides on. It goes the way of a call with the one model that was named;
 * the call that it is part of records it.
 */
final class Question extends PlainCall {
    private final Member member;
    private final boolean configured;
    private final Duration limit;

    /**
     * Creates the question.
     *
     * @param limit its own deadline; zero for that of the call alone
     */
    Question(CallContext context, MemberModel asked, ChatRequest request, Duration limit) {
        super(context, request);
        this.member = asked.member();
        this.configured = asked.configured();
        this.limit = limit;
    }

    @Override
    Duration limit() {
        return limit;
    }

    @Override
    CompletionStage<Selection> select(ChatRequest asked) {
        var decision =
                new RoutingDecision(member.name(), Selector.DIRECT, "asked by the strategy", List.of(), List.of());
        long promptTokens = new CandidateFilter(asked).promptTokens();
        return CompletableFuture.completedFuture(
                new Selection(decision, member, List.of(), List.of(), List.of(), promptTokens, Set.of()));
    }

    /** A routing model that is not configured, and has no price, is under no budget: nobody could name its price. */
    @Override
    CompletionStage<Tab> openTab(ChatRequest asked, Selection chosen) {
        return configured || member.info().prices().areKnown()
                ? super.openTab(asked, chosen)
                : CompletableFuture.completedFuture(Tab.NONE);
    }

    /** The conversation is that of the call. */
    @Override
    void noteConversation(ChatResponse response, Attempt attempt) {}

    @Override
    void record(@Nullable LlmRouterException error) {}

    @Override
    void remember(String answeredBy) {}
}
