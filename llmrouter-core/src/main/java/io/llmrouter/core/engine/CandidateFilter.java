package io.llmrouter.core.engine;

import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Message;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.api.Usage;
import io.llmrouter.core.limits.TokenEstimate;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says which models cannot take a request, and why. */
final class CandidateFilter {
    private static final int EXPECTED_OUTPUT_TOKENS = 500;

    private final Set<Capability> needed;
    private final long promptTokens;
    private final long outputTokens;
    private final Optional<BigDecimal> budget;

    CandidateFilter(ChatRequest request) {
        this.needed = needs(request);
        this.promptTokens = TokenEstimate.ofPrompt(request);
        this.outputTokens = request.maxTokens().orElse(EXPECTED_OUTPUT_TOKENS);
        this.budget = request.budget();
    }

    Set<Capability> needed() {
        return needed;
    }

    long promptTokens() {
        return promptTokens;
    }

    /** As many tokens as the answer may have, or is expected to. */
    long outputTokens() {
        return outputTokens;
    }

    /** Why the model cannot take the request; empty if it can. */
    Optional<String> objection(ModelInfo model) {
        for (Capability capability : needed) {
            if (!model.mayHave(capability)) {
                return Optional.of("has no " + capability.name().toLowerCase(Locale.ROOT));
            }
        }
        Integer limit = model.contextLimit();
        if (limit != null && promptTokens > limit) {
            return Optional.of("context of " + limit + " tokens is below the prompt's " + promptTokens);
        }
        return budget.flatMap(most -> tooDear(model, most));
    }

    private Optional<String> tooDear(ModelInfo model, BigDecimal most) {
        Optional<BigDecimal> expected = model.prices().cost(Usage.estimated(promptTokens, outputTokens));
        if (expected.isEmpty()) {
            return Optional.of("its price is unknown and the request has a budget");
        }
        return expected.get().compareTo(most) > 0
                ? Optional.of("expected to cost $" + expected.get().toPlainString() + ", above the request's budget")
                : Optional.empty();
    }

    /** What a model must be able to do for the request. */
    static Set<Capability> needs(ChatRequest request) {
        var needs = EnumSet.noneOf(Capability.class);
        if (!request.tools().isEmpty()) {
            needs.add(Capability.TOOLS);
        }
        if (request.responseFormat()
                .filter(format -> !(format instanceof ResponseFormat.Text))
                .isPresent()) {
            needs.add(Capability.JSON);
        }
        for (Message message : request.messages()) {
            if (message instanceof ToolMessage) {
                needs.add(Capability.TOOLS);
            }
            for (Content part : message.content()) {
                if (part instanceof Content.Image) {
                    needs.add(Capability.VISION);
                } else if (part instanceof Content.Audio) {
                    needs.add(Capability.AUDIO);
                } else if (part instanceof Content.Other other
                        && other.json().text().contains("\"image")) {
                    needs.add(Capability.VISION); // an image with fields that only its own format understands
                }
            }
        }
        return needs;
    }
}
