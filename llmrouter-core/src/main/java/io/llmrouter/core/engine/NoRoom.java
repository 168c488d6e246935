package io.llmrouter.core.engine;

import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Why a model may not be asked now.
 *
 * @param member the model
 * @param why what keeps the call away
 * @param again after which time it is worth asking again; {@code null} if an event will tell, or waiting is no use
 * @param until the time until there is room; {@code null} if nobody knows, or if there never is
 * @param made makes the error of a call that nobody else takes
 */
record NoRoom(
        Member member,
        Why why,
        @Nullable Duration again,
        @Nullable Duration until,
        Supplier<LlmRouterException> made) implements Reply {

    /** What keeps a call away. */
    enum Why {
        /** A limit of the model, or of its keys, is reached, or others wait for it. */
        FULL,
        /** The call is larger than a whole limit. */
        NEVER,
        /** The provider wants a pause. */
        PAUSED,
        /** Its circuit is open. */
        BROKEN
    }

    /** A model that its health keeps calls away from. */
    static NoRoom unavailable(Member member) {
        Health health = member.health();
        Why why = health.isRateLimited() ? Why.PAUSED : Why.BROKEN;
        Duration wait = health.untilAvailable().orElse(Duration.ZERO);
        return new NoRoom(member, why, wait, wait.isZero() ? null : wait, () -> Unavailable.error(member));
    }

    LlmRouterException error() {
        return made.get();
    }

    /** Until the model has room, if it is known. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(until);
    }
}
