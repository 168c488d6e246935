package io.llmrouter.cli.terminal;

import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Tokens and money, for people. */
public final class Amounts {
    private Amounts() {}

    /** Dollars without zeros at their end. */
    public static String usd(BigDecimal amount) {
        return "$" + (amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString());
    }

    /** Dollars with six decimals, so that they align below each other; {@code ?} if unknown. */
    public static String aligned(@Nullable BigDecimal amount) {
        if (amount == null) {
            return "?";
        }
        BigDecimal shown = amount.setScale(6, RoundingMode.HALF_UP);
        return (shown.signum() < 0 ? "-$" : "$") + shown.abs().toPlainString();
    }

    /** The dollars, or that they are unknown. */
    public static String cost(@Nullable BigDecimal amount) {
        return amount == null ? "cost unknown" : usd(amount);
    }

    /** The tokens, in and out, or that they are unknown. */
    public static String tokens(Usage usage) {
        if (!usage.isKnown()) {
            return "tokens unknown";
        }
        String estimated = usage.source() == Usage.Source.ESTIMATED ? " (estimated)" : "";
        return usage.inputTokens() + " + " + usage.outputTokens() + " tokens" + estimated;
    }
}
