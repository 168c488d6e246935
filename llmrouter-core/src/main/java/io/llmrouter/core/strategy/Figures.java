package io.llmrouter.core.strategy;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them in a decision's reason, the same in every locale. */
final class Figures {
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final long EXACT_WHOLE = 1L << 53;

    private Figures() {}

    /** {@code 3}, {@code 0.5}. */
    static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT_WHOLE) {
            return Long.toString((long) value);
        }
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** {@code 0.000021}, rounded to three digits. */
    static String rounded(double value) {
        return BigDecimal.valueOf(value)
                .round(THREE_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }
}
