package io.llmrouter.learned.data;

/**
 * What a model costs, in USD per million tokens.
 *
 * @param input for input tokens
 * @param output for output tokens
 */
public record TokenPrice(double input, double output) {
    private static final double TOKENS = 1e6;

    public TokenPrice {
        if (!(input >= 0 && output >= 0) || Double.isInfinite(input) || Double.isInfinite(output)) {
            throw new IllegalArgumentException("price: expected finite numbers of at least 0");
        }
    }

    /** The price of a call in USD. */
    public double usd(double inputTokens, double outputTokens) {
        return (input * inputTokens + output * outputTokens) / TOKENS;
    }
}
