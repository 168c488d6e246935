package io.llmrouter.core.engine;

import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.engine.RetryRule.NextModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says what follows a failed attempt: the same model again, after a wait, or the next one. One retry budget for the
 * whole call.
 */
final class AttemptPlan {
    /** The longest wait for a model that is not to be asked now, where another model could be asked instead. */
    private static final Duration PATIENCE_WITH_FALLBACK = Duration.ofSeconds(10);
    /** The longest wait for a provider that asks for one, where there is nobody else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<Member> contextFallbacks;
    private final Deque<Member> policyFallbacks;
    private final boolean hasContextFallbacks;
    private final boolean hasPolicyFallbacks;
    private final Backoff backoff;
    /** The chain that is being followed: the usual one, or the one for a class of errors. */
    private Deque<Member> fallbacks;
    /** The models that could have been chosen too, until one has been asked. */
    private List<Member> others;

    private int budget;
    private int onThisModel;

    AttemptPlan(Selection selection, List<Member> others, int maxRetries, Backoff backoff) {
        this.fallbacks = new ArrayDeque<>(selection.fallbacks());
        this.contextFallbacks = new ArrayDeque<>(selection.contextFallbacks());
        this.policyFallbacks = new ArrayDeque<>(selection.policyFallbacks());
        this.hasContextFallbacks = !contextFallbacks.isEmpty();
        this.hasPolicyFallbacks = !policyFallbacks.isEmpty();
        this.others = others;
        this.backoff = backoff;
        this.budget = maxRetries;
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
        return again != null ? again : next(failed, rule, error);
    }

    /** Whom to ask, in order, where a model is to be asked next: the others only where it has no room. */
    List<Member> orElse(Member wanted) {
        var all = new LinkedHashSet<Member>();
        all.add(wanted);
        all.addAll(fallbacks);
        all.addAll(others);
        return List.copyOf(all);
    }

    /** A model is asked. */
    void asked(Member member) {
        others = List.of();
        if (fallbacks.remove(member)) {
            onThisModel = 0;
        }
    }

    /** Who is to be asked beside a slow model; {@code null} if nobody may be now. */
    @Nullable
    Member beside(Member slow, Predicate<Member> hasRoom) {
        for (Member fallback : fallbacks) {
            if (hasRoom.test(fallback)) {
                if (!slow.hedging().tryTake()) {
                    return null;
                }
                fallbacks.remove(fallback);
                return fallback;
            }
        }
        return null;
    }

    /** A model that was asked beside another, and has not failed, may be asked again before all others. */
    void putBack(Member member) {
        fallbacks.addFirst(member);
    }

    private static Duration waitFor(Member member) {
        return member.health().untilAvailable().orElse(Duration.ZERO);
    }

    private @Nullable Step again(Member failed, RetryRule rule, LlmRouterException error, @Nullable Duration left) {
        if (budget <= 0 || onThisModel >= rule.sameModel()) {
            return null;
        }
        Duration closed = waitFor(failed);
        if (!closed.isZero() && !failed.health().isRateLimited() && !fallbacks.isEmpty()) {
            return null;
        }
        Duration delay = delay(failed, error);
        Duration most = fallbacks.isEmpty() ? PATIENCE : PATIENCE_WITH_FALLBACK;
        if (delay.compareTo(most) > 0 || (left != null && delay.compareTo(left) >= 0)) {
            return null;
        }
        budget--;
        onThisModel++;
        return new Step(failed, delay);
    }

    private Duration delay(Member failed, LlmRouterException error) {
        Duration closed = waitFor(failed);
        if (error instanceof RateLimitException && failed.health().keys().size() > 1) {
            return closed; // of several keys another one may be free
        }
        Duration wanted = error.retryAfter().map(backoff::jittered).orElseGet(() -> backoff.before(onThisModel));
        return wanted.compareTo(closed) >= 0 ? wanted : backoff.jittered(closed);
    }

    private @Nullable Step next(Member failed, RetryRule rule, LlmRouterException error) {
        if (error instanceof ContextLengthException && hasContextFallbacks) {
            return follow(contextFallbacks);
        }
        if (error instanceof ContentPolicyException && hasPolicyFallbacks) {
            return follow(policyFallbacks);
        }
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

    private @Nullable Step follow(Deque<Member> chain) {
        fallbacks = chain;
        onThisModel = 0;
        Member next = fallbacks.poll();
        return next == null ? null : new Step(next, Duration.ZERO);
    }

    private static boolean isLarger(Member next, Member failed) {
        Integer nextLimit = next.info().contextLimit();
        Integer failedLimit = failed.info().contextLimit();
        return nextLimit != null && (failedLimit == null || nextLimit > failedLimit);
    }
}
