package io.llmrouter.cli.terminal;

import io.llmrouter.api.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Tokens and money, for people. */
public final class Amounts {
    private Amounts() {}

    /** Dollars without zeros at their end. */
    public static String usd(BigDecimal amount) {
        return "$" + (amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString());
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
