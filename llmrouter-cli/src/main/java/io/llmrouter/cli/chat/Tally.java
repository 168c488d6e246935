package io.llmrouter.cli.chat;

import io.llmrouter.api.Attempt;
import io.llmrouter.cli.terminal.Amounts;
import java.math.BigDecimal;
import java.util.List;

/** What the calls of a session took. Not safe for concurrent use. */
final class Tally {
    private int attempts;
    private long inputTokens;
    private long outputTokens;
    private int withoutTokens;
    private BigDecimal cost = BigDecimal.ZERO;
    private int withoutCost;

    void add(List<Attempt> more) {
        for (Attempt attempt : more) {
            attempts++;
            if (attempt.usage().isKnown()) {
                inputTokens += attempt.usage().inputTokens();
                outputTokens += attempt.usage().outputTokens();
            } else {
                withoutTokens++;
            }
            BigDecimal price = attempt.cost();
            if (price == null) {
                withoutCost++;
            } else {
                cost = cost.add(price);
            }
        }
    }

    /** One line for people; what is not known is said to be unknown. */
    @Override
    public String toString() {
        return attempts + (attempts == 1 ? " attempt: " : " attempts: ")
                + sum(inputTokens + " + " + outputTokens + " tokens", "tokens", withoutTokens) + ", "
                + sum(Amounts.usd(cost), "cost", withoutCost);
    }

    private String sum(String known, String what, int unknown) {
        if (unknown == 0) {
            return known;
        }
        return unknown == attempts ? what + " unknown" : known + " and unknown " + what + " of " + unknown;
    }
}
