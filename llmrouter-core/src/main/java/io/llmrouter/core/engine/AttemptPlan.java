package io.llmrouter.core.engine;

import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.engine.RetryRule.NextModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Says what follows a failed attempt: the same model again, after a wait, or the next one. One retry budget for the
 * whole call.
 */
final class AttemptPlan {
    /** The longest wait for a provider that asks for one, where another model could be asked instead. */
    private static final Duration PATIENCE_WITH_FALLBACK = Duration.ofSeconds(10);
    /** The longest wait for a provider that asks for one, where there is nobody else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<Member> fallbacks;
    private final Backoff backoff;
    private int budget;
    private int onThisModel;

    AttemptPlan(Selection selection, Backoff backoff) {
        this.fallbacks = new ArrayDeque<>(selection.fallbacks());
        this.backoff = backoff;
        this.budget = selection.member().entry().resilience().maxRetries();
    }

    /** What to do next, and after which wait. */
    record Step(Member member, Duration delay) {}

    /**
     * The step after a failure; {@code null} if there is none.
     *
     * @param left the time left for the call; {@code null} if it has no deadline
     */
    @Nullable
    Step after(Member failed, LlmRouterException error, @Nullable Duration left) {
        RetryRule rule = RetryRule.of(error);
        Step again = again(failed, rule, error, left);
        return again != null ? again : next(failed, rule);
    }

    private @Nullable Step again(Member failed, RetryRule rule, LlmRouterException error, @Nullable Duration left) {
        if (budget <= 0 || onThisModel >= rule.sameModel()) {
            return null;
        }
        Duration wanted = error.retryAfter().orElse(null);
        Duration delay = wanted != null ? wanted : backoff.before(onThisModel);
        Duration patience = fallbacks.isEmpty() ? PATIENCE : PATIENCE_WITH_FALLBACK;
        if (delay.compareTo(patience) > 0 || (left != null && delay.compareTo(left) >= 0)) {
            return null;
        }
        budget--;
        onThisModel++;
        return new Step(failed, delay);
    }

    private @Nullable Step next(Member failed, RetryRule rule) {
        if (rule.nextModel() == NextModel.NO) {
            return null;
        }
        Member next = fallbacks.poll();
        while (next != null && rule.nextModel() == NextModel.LARGER_CONTEXT && !isLarger(next, failed)) {
            next = fallbacks.poll();
        }
        onThisModel = 0;
        return next == null ? null : new Step(next, Duration.ZERO);
    }

    private static boolean isLarger(Member next, Member failed) {
        Integer nextLimit = next.info().contextLimit();
        Integer failedLimit = failed.info().contextLimit();
        return nextLimit != null && (failedLimit == null || nextLimit > failedLimit);
    }
}
