package io.llmrouter.core.strategy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Message;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Prices;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.math.BigDecimal;

/**
 * Chooses the candidate with the lowest expected cost: input tokens and expected output tokens times their prices.
 *
 * <p>The input is estimated at four characters of text a token, the same for all models. A model of unknown price is
 * chosen only if all are. Of equal costs the first in the configuration wins.
 */
final class CostStrategy implements RoutingStrategy {
    private static final double CHARACTERS_PER_TOKEN = 4;
    private static final double TOKENS_PER_PRICE = 1e6;

    private final double expectedOutputTokens;

    CostStrategy(double expectedOutputTokens) {
        this.expectedOutputTokens = expectedOutputTokens;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        double input = inputTokens(context.request());
        double output =
                Math.min(expectedOutputTokens, context.request().maxTokens().orElse(Integer.MAX_VALUE));
        Scores usd = Scores.of(context.candidates(), candidate -> cost(candidate.info(), input, output));
        int cheapest = usd.lowest();
        return cheapest < 0
                ? usd.decision(0, "no price is known: the first model")
                : usd.decision(cheapest, "cheapest: $" + Figures.rounded(usd.value(cheapest)) + " expected");
    }

    private static double cost(ModelInfo model, double input, double output) {
        Prices prices = model.prices().of((long) input, null);
        BigDecimal inputPrice = prices.input();
        BigDecimal outputPrice = prices.output();
        if (inputPrice == null || outputPrice == null) {
            return Double.NaN;
        }
        Integer mostOutput = model.maxTokens();
        double billed = mostOutput == null ? output : Math.min(output, mostOutput);
        return (input * inputPrice.doubleValue() + billed * outputPrice.doubleValue()) / TOKENS_PER_PRICE;
    }

    private static double inputTokens(ChatRequest request) {
        long characters = 0;
        for (Message message : request.messages()) {
            for (Content part : message.content()) {
                if (part instanceof Content.Text text) {
                    characters += text.text().length();
                }
            }
        }
        return characters / CHARACTERS_PER_TOKEN;
    }
}
