package io.llmrouter.cli.demo;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.ToolCall;
import java.math.BigDecimal;
import java.util.List;

/**
 * A prompt and its answer.
 *
 * @param prompt what was asked
 * @param response what was answered
 */
record Outcome(DemoPrompt prompt, ChatResponse response) {
    RoutingReport report() {
        return response.routing();
    }

    String model() {
        return report().model();
    }

    /** The provider of the attempt that answered. */
    String provider() {
        List<Attempt> attempts = report().attempts();
        return attempts.get(attempts.size() - 1).provider();
    }

    long tokens() {
        return report().usage().totalTokens();
    }

    /** What it cost in USD. */
    BigDecimal cost() {
        return report().costIfKnown().orElse(BigDecimal.ZERO);
    }

    /** What the same tokens would have cost at the dearest model, in USD. */
    BigDecimal dearestCost() {
        return DemoModel.DEAREST.prices().cost(report().usage()).orElse(BigDecimal.ZERO);
    }

    /** The answer in words, a tool call as one. */
    String answer() {
        if (response.toolCalls().isEmpty()) {
            return response.text();
        }
        ToolCall call = response.toolCalls().get(0);
        return "calls " + call.name() + " " + call.arguments();
    }
}
