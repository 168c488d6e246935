package io.llmrouter.learned.strategy;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model that answers with one text, and verifies with the given verdicts in turn. */
final class JudgedModel implements ChatModel {
    final List<ChatRequest> drafts = new CopyOnWriteArrayList<>();
    final List<ChatRequest> verifications = new CopyOnWriteArrayList<>();
    /** Calls that are never answered. */
    final List<CompletableFuture<ChatResponse>> hanging = new CopyOnWriteArrayList<>();

    private final Queue<String> verdicts = new ArrayDeque<>();
    private final String text;
    boolean fails;
    boolean hangs;
    boolean callsTools;

    JudgedModel(String text, String... verdicts) {
        this.text = text;
        this.verdicts.addAll(List.of(verdicts));
    }

    private static boolean isVerification(ChatRequest request) {
        return request.messages().get(0) instanceof SystemMessage system
                && system.text().startsWith("You check answers");
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        boolean verification = isVerification(request);
        (verification ? verifications : drafts).add(request);
        if (fails && !verification) {
            throw new ProviderUnavailableException(
                    ErrorFacts.because("503").httpStatus(503).build());
        }
        if (verification) {
            return response("Because. Verdict: " + next());
        }
        return callsTools
                ? ChatResponse.of(
                        new AssistantMessage(List.<Content>of(new ToolCall("1", "look", "{}"))),
                        FinishReason.TOOL_CALLS,
                        Usage.reported(100, 50))
                : response(text);
    }

    private synchronized String next() {
        String verdict = verdicts.poll();
        if (verdict == null) {
            throw new ProviderUnavailableException(
                    ErrorFacts.because("503").httpStatus(503).build());
        }
        return verdict;
    }

    private static ChatResponse response(String text) {
        return ChatResponse.of(AssistantMessage.of(text), FinishReason.STOP, Usage.reported(100, 50));
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        if (hangs) {
            drafts.add(request);
            var never = new CompletableFuture<ChatResponse>();
            hanging.add(never);
            return never;
        }
        try {
            return CompletableFuture.completedFuture(chat(request));
        } catch (ProviderUnavailableException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
