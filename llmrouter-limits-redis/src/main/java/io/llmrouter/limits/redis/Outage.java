package io.llmrouter.limits.redis;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStore.Claim;
import io.llmrouter.api.spi.LimitStore.Reservation;
import io.llmrouter.api.spi.LimitStore.Standing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What holds while Redis cannot be asked. Safe for concurrent use. */
final class Outage {
    private final RedisSettings settings;
    private final LimitStore local;
    private final LastKnown known;
    private final BiConsumer<Claims, long[]> charge;

    /**
     * Creates what holds.
     *
     * @param charge is told what was used that Redis does not know
     */
    Outage(RedisSettings settings, LimitStore local, LastKnown known, BiConsumer<Claims, long[]> charge) {
        this.settings = settings;
        this.local = local;
        this.known = known;
        this.charge = charge;
    }

    CompletionStage<Reservation> reserve(List<Claim> claims) {
        var asked = new Claims(claims, settings.prefix());
        return switch (settings.onFailure()) {
            case ALLOW -> CompletableFuture.completedFuture(new Uncounted(asked, null));
            case LOCAL -> local.reserve(claims).thenApply(own -> new Uncounted(asked, own));
            case SHARE ->
                local.reserve(claims.stream().map(known::share).toList()).thenApply(own -> new Uncounted(asked, own));
            case REJECT ->
                CompletableFuture.failedFuture(new ProviderUnavailableException(
                        ErrorFacts.because("The store of limits, Redis, does not answer")
                                .help("Check limits.redis, or set limits.redis.on_failure to share, local or allow.")
                                .httpStatus(503)
                                .retryAfter(Duration.ofSeconds(1))
                                .build()));
        };
    }

    /** Counts in memory too what was used, so that nothing is forgotten when Redis goes. */
    void mirror(List<Claim> claims, long[] used) {
        List<Claim> nothing =
                claims.stream().map(claim -> new Claim(claim.limit(), 0)).toList();
        local.reserve(nothing).thenAccept(reservation -> reservation.settle(used));
    }

    /** What Redis does not know of: its use is told when it is back. */
    private final class Uncounted implements Reservation {
        private final Claims claims;
        private final @Nullable Reservation own;
        private final AtomicBoolean settled = new AtomicBoolean();

        /**
         * Creates a reservation.
         *
         * @param own what was taken in memory; {@code null} if nothing is limited
         */
        Uncounted(Claims claims, @Nullable Reservation own) {
            this.claims = claims;
            this.own = own;
        }

        @Override
        public boolean granted() {
            return own == null || own.granted();
        }

        @Override
        public List<Standing> standings() {
            return own != null
                    ? own.standings()
                    : claims.list().stream()
                            .map(claim -> new Standing(true, claim.limit().capacity(), Duration.ZERO, Duration.ZERO))
                            .toList();
        }

        @Override
        public void settle(long... used) {
            if (!granted() || !settled.compareAndSet(false, true)) {
                return;
            }
            if (own != null) {
                own.settle(used);
            } else {
                mirror(claims.list(), used);
            }
            charge.accept(claims, used);
        }
    }
}
