package io.llmrouter.api.error;

import java.time.Duration;

/**
 * A budget of the configuration has too little left for the call (section {@code budgets}). Nothing was sent.
 *
 * <p>{@link #retryAfter()} is the time until the budget begins anew; absent where even the whole of it is too little.
 */
public class BudgetExceededException extends RateLimitException {
    private static final long serialVersionUID = 1L;

    private final String budget;
    private final Duration resetAfter;

    /**
     * Creates the error.
     *
     * @param budget which budget, such as {@code user} or {@code tag:team}
     * @param resetAfter the time until it begins anew; zero where even the whole of it is too little
     */
    public BudgetExceededException(ErrorFacts facts, String budget, Duration resetAfter) {
        super(facts, true);
        this.budget = budget;
        this.resetAfter = resetAfter;
    }

    /** Which budget, such as {@code user} or {@code tag:team}. */
    public String budget() {
        return budget;
    }

    /** The time until the budget begins anew, from the moment of the error; zero where even the whole is too little. */
    public Duration resetAfter() {
        return resetAfter;
    }

    @Override
    public BudgetExceededException with(ErrorFacts facts) {
        return new BudgetExceededException(facts, budget, resetAfter);
    }
}
