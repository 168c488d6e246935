package io.llmrouter.core.engine;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.EmbeddingRequest;
import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.TokenEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A call for vectors. It goes the way of a chat, so that attempts, retries, deadlines and accounts are the same: to the
 * engine it is a chat with the one model that was named, whose answer has no text. No other model is asked where it
 * fails, since vectors of different models cannot be compared.
 */
final class EmbeddingCall extends Call {
    private final Member member;
    private final EmbeddingRequest request;
    private final CallFuture<EmbeddingResponse> result = new CallFuture<>(this::giveUp);
    private volatile @Nullable EmbeddingResponse vectors;

    EmbeddingCall(CallContext context, EmbeddingMember member, EmbeddingRequest request) {
        super(context, asChat(member.info().name(), request));
        this.request = request;
        this.member = new Member(member.entry(), new AsChatModel(member), member.health());
    }

    private static ChatRequest asChat(String model, EmbeddingRequest request) {
        return ChatRequest.builder()
                .model(model)
                .user("")
                .endUser(request.endUser().orElse(null))
                .tags(request.tags())
                .deadline(request.deadline().orElse(null))
                .trace(request.trace().orElse(null))
                .build();
    }

    CompletableFuture<EmbeddingResponse> result() {
        return result;
    }

    @Override
    CompletionStage<Selection> select(ChatRequest chat) {
        var decision =
                new RoutingDecision(member.name(), Selector.DIRECT, "named by the request", List.of(), List.of());
        long chars = request.texts().stream().mapToLong(String::length).sum();
        long tokens = request.tokens().stream().mapToLong(List::size).sum();
        return CompletableFuture.completedFuture(new Selection(
                decision, member, List.of(), List.of(), List.of(), TokenEstimate.ofChars(chars) + tokens, Set.of()));
    }

    @Override
    AttemptRun newRun(Member asked, ChatRequest shaped, Admission.Permit permit, Duration waited) {
        return new PlainRun(this, asked, shaped, permit, waited);
    }

    @Override
    boolean isStreamed() {
        return false;
    }

    /** Vectors are no conversation. */
    @Override
    void noteConversation(ChatResponse response, Attempt attempt) {}

    @Override
    void tellAnswer(ChatResponse response) {
        EmbeddingResponse known = Objects.requireNonNull(vectors);
        result.complete(new EmbeddingResponse(response.model(), known.vectors(), response.usage(), response.routing()));
    }

    @Override
    void tellError(LlmRouterException error) {
        result.fail(error);
    }

    /** Keeps the vectors, and answers with their usage. */
    private final class AsChatModel implements ChatModel {
        private final EmbeddingMember asked;

        AsChatModel(EmbeddingMember asked) {
            this.asked = asked;
        }

        @Override
        public ChatResponse chat(ChatRequest chat) {
            return chatAsync(chat).join();
        }

        @Override
        public CompletableFuture<ChatResponse> chatAsync(ChatRequest chat) {
            CompletableFuture<EmbeddingResponse> answer = asked.model().embedAsync(request);
            CompletableFuture<ChatResponse> told = answer.thenApply(response -> {
                vectors = response;
                return ChatResponse.of(AssistantMessage.of(""), FinishReason.STOP, response.usage());
            });
            told.whenComplete((response, failure) -> {
                if (told.isCancelled()) {
                    answer.cancel(true);
                }
            });
            return told;
        }
    }
}
