package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Message;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fits a request to the model that is about to get it: output limit, system role. */
final class RequestShaper {
    /** Room left for what the estimate of the prompt misses. */
    private static final int MARGIN_TOKENS = 100;
    /** The least output that is worth asking for. */
    private static final int LEAST_OUTPUT_TOKENS = 100;
    /** Models whose chat template knows no system role; their servers refuse one. */
    private static final Set<String> NO_SYSTEM_ROLE = Set.of(
            "google/gemma-2-9b-it",
            "gemma-2-9b-it",
            "meta/llama-3.1-8b-instruct",
            "meta/llama3-70b-instruct",
            "mistralai/mistral-7b-instruct-v0.3",
            "mistralai/mixtral-8x7b-instruct-v0.1",
            "mistralai/mixtral-8x22b-instruct-v0.1",
            "nvidia/llama3-chatqa-1.5-8b",
            "nvidia/llama-3.3-nemotron-super-49b-v1");

    private RequestShaper() {}

    static ChatRequest fit(ChatRequest request, ModelInfo model, long promptTokens) {
        Integer maxTokens = outputLimit(request, model, promptTokens);
        boolean fold = NO_SYSTEM_ROLE.contains(model.modelId()) && hasSystem(request);
        boolean sameLimit = maxTokens == null
                || (request.maxTokens().isPresent() && request.maxTokens().getAsInt() == maxTokens);
        if (sameLimit && !fold) {
            return request;
        }
        ChatRequest.Builder shaped = request.toBuilder().maxTokens(maxTokens);
        if (fold) {
            shaped.messages(foldSystem(request.messages()));
        }
        return shaped.build();
    }

    /** The request's limit, else the model's; never above the model's, nor above what its context leaves. */
    private static @Nullable Integer outputLimit(ChatRequest request, ModelInfo model, long promptTokens) {
        Integer configured = model.maxTokens();
        if (request.maxTokens().isEmpty() && configured == null) {
            return null;
        }
        long limit = request.maxTokens().orElse(Integer.MAX_VALUE);
        if (configured != null) {
            limit = Math.min(limit, configured);
        }
        Integer context = model.contextLimit();
        if (context != null) {
            limit = Math.min(limit, Math.max(LEAST_OUTPUT_TOKENS, context - promptTokens - MARGIN_TOKENS));
        }
        return (int) limit;
    }

    private static boolean hasSystem(ChatRequest request) {
        return request.messages().stream().anyMatch(SystemMessage.class::isInstance);
    }

    /** Puts the instructions before the first user message, labelled, as one user turn. */
    private static List<Message> foldSystem(List<Message> messages) {
        var instructions = new ArrayList<Content>();
        var rest = new ArrayList<Message>();
        for (Message message : messages) {
            if (message instanceof SystemMessage) {
                instructions.addAll(message.content());
            } else {
                rest.add(message);
            }
        }
        var folded = new ArrayList<Content>();
        folded.add(Content.text("[System Instructions]\n" + Content.textOf(instructions)));
        if (!rest.isEmpty() && rest.get(0) instanceof UserMessage user) {
            folded.add(Content.text("[User Message]"));
            folded.addAll(user.content());
            rest.set(0, new UserMessage(folded, user.extras()));
        } else {
            rest.add(0, new UserMessage(folded));
        }
        return rest;
    }
}
