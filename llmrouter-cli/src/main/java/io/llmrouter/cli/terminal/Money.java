package io.llmrouter.cli.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Shows amounts of USD. */
public final class Money {
    private Money() {}

    /** With six decimals; {@code ?} if unknown. */
    public static String usd(@Nullable BigDecimal amount) {
        if (amount == null) {
            return "?";
        }
        BigDecimal shown = amount.setScale(6, RoundingMode.HALF_UP);
        return (shown.signum() < 0 ? "-$" : "$") + shown.abs().toPlainString();
    }
}
