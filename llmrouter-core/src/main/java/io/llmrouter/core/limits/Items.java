package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Kind;
import io.llmrouter.api.spi.LimitStore.Limit;
import io.llmrouter.core.config.Budget;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.limits.Item.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what a call is counted against. Not safe for concurrent use. */
public final class Items {
    /** After which the lease of a call that was lost with its process is given back. */
    static final Duration LEASE = Duration.ofMinutes(30);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Item> items = new ArrayList<>(4);

    /** Begins with nothing. */
    public Items() {}

    /**
     * Adds the rates of somebody.
     *
     * @param owner whose they are, such as {@code key:alice}
     */
    public Items rates(String owner, String whose, RateLimits rates, Estimate estimate) {
        Integer requests = rates.requestsPerMinute();
        if (requests != null) {
            add(Unit.REQUESTS, whose, new Limit(owner + ":requests", Kind.RATE, requests, MINUTE), 1);
        }
        Integer tokens = rates.tokensPerMinute();
        if (tokens != null) {
            add(Unit.TOKENS, whose, new Limit(owner + ":tokens", Kind.RATE, tokens, MINUTE), estimate.tokens());
        }
        Integer calls = rates.maxConcurrent();
        if (calls != null) {
            add(Unit.CALLS, whose, new Limit(owner + ":calls", Kind.CONCURRENCY, calls, LEASE), 1);
        }
        return this;
    }

    /** Adds a budget; a call whose cost is unknown takes nothing of it. */
    public Items budget(String owner, String whose, Budget budget, Estimate estimate) {
        boolean month = budget.window() == Budget.Window.MONTH;
        var limit = new Limit(
                owner + (month ? ":month" : ":day"),
                month ? Kind.MONTH : Kind.DAY,
                Money.nanos(budget.usd()),
                Duration.ZERO);
        add(Unit.MONEY, whose, limit, estimate.usdIfKnown().map(Money::nanos).orElse(0L));
        return this;
    }

    private void add(Unit unit, String whose, Limit limit, long amount) {
        items.add(new Item(unit, whose, new Claim(limit, amount)));
    }

    public List<Item> list() {
        return List.copyOf(items);
    }
}
