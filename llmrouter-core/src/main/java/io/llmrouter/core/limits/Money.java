package io.llmrouter.core.limits;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money as whole numbers of a billionth of a dollar, so that counters add up exactly. */
final class Money {
    private static final int SCALE = 9;
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 53);

    private Money() {}

    /** An amount in USD, rounded up. */
    static long nanos(BigDecimal usd) {
        BigDecimal nanos = usd.movePointRight(SCALE).setScale(0, RoundingMode.CEILING);
        return nanos.min(MOST).max(BigDecimal.ZERO).longValueExact();
    }

    /** An amount as people read it. */
    static String dollars(long nanos) {
        BigDecimal usd = BigDecimal.valueOf(nanos, SCALE).stripTrailingZeros();
        return "$" + (usd.signum() == 0 ? "0" : usd.toPlainString());
    }
}
