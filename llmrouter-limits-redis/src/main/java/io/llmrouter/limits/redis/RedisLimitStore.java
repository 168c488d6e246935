package io.llmrouter.limits.redis;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.spi.LimitStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The counters of all instances together, in Redis, by Redis' own clock.
 *
 * <p>Calls run on a few threads of their own. One that takes too long, or fails, is decided as the setting
 * {@code on_failure} says; after a few of them in a row none is tried until Redis answers a ping again. What could not
 * be settled is settled then.
 */
final class RedisLimitStore implements LimitStore {
    private static final Logger LOG = System.getLogger(RedisLimitStore.class.getName());
    private static final int MAX_QUEUED = 1_000;
    private static final int MAX_UNSETTLED = 10_000;
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(500);

    private final RedisSettings settings;
    private final RedisScripts scripts;
    private final LimitStore local;
    private final Circuit circuit = new Circuit();
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, daemons("llmrouter-limits-timer-"));
    private final ConcurrentLinkedQueue<Settlement> unsettled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unsettledCount = new AtomicInteger();
    /** What was used of each limit while Redis was away. */
    private final Map<Limit, Long> uncharged = new ConcurrentHashMap<>();

    RedisLimitStore(RedisSettings settings, RedisScripts scripts, LimitStore local) {
        this.settings = settings;
        this.scripts = scripts;
        this.local = local;
        int threads = settings.connections();
        this.workers = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_QUEUED),
                daemons("llmrouter-limits-"));
        workers.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory daemons(String name) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public CompletionStage<Reservation> reserve(List<Claim> claims) {
        if (circuit.isOpen()) {
            return withoutRedis(claims);
        }
        var call = new Call(new Claims(claims, settings.prefix()));
        call.start();
        return call.result;
    }

    /** What holds while Redis cannot be asked. */
    private CompletionStage<Reservation> withoutRedis(List<Claim> claims) {
        return switch (settings.onFailure()) {
            case ALLOW -> CompletableFuture.completedFuture(new Unlimited(claims));
            case LOCAL ->
                local.reserve(claims)
                        .thenApply(reservation -> new Local(reservation, new Claims(claims, settings.prefix())));
            case REJECT ->
                CompletableFuture.failedFuture(new ProviderUnavailableException(
                        ErrorFacts.because("The store of limits, Redis, does not answer")
                                .help("Check limits.redis, or set limits.redis.on_failure to local or allow.")
                                .httpStatus(503)
                                .retryAfter(Duration.ofSeconds(1))
                                .build()));
        };
    }

    private void failed(Throwable failure) {
        if (circuit.failed()) {
            LOG.log(
                    Level.WARNING,
                    () -> "Redis does not answer (" + failure.getClass().getSimpleName()
                            + "): limits.redis.on_failure, " + settings.onFailure() + ", holds until it does");
            probeLater();
        }
    }

    private void succeeded() {
        if (circuit.succeeded()) {
            LOG.log(Level.INFO, () -> "Redis answers again");
        }
        if (unsettledCount.get() > 0 || !uncharged.isEmpty()) {
            execute(this::settleRest);
        }
    }

    private void probeLater() {
        try {
            timer.schedule(() -> execute(this::probe), PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "The store is closed");
        }
    }

    private void probe() {
        try {
            scripts.ping();
            succeeded();
        } catch (RuntimeException still) {
            LOG.log(Level.DEBUG, "Redis does not answer yet");
            probeLater();
        }
    }

    private boolean execute(Runnable task) {
        try {
            workers.execute(task);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private void settleLater(Settlement settlement) {
        if (unsettledCount.incrementAndGet() > MAX_UNSETTLED && unsettled.poll() != null) {
            unsettledCount.decrementAndGet();
        }
        unsettled.add(settlement);
    }

    private void settle(Settlement settlement) {
        if (circuit.isOpen() || !execute(() -> settleNow(settlement))) {
            settleLater(settlement);
        }
    }

    private void settleNow(Settlement settlement) {
        try {
            scripts.settle(settlement.keys, settlement.arguments);
            succeeded();
        } catch (RuntimeException failure) {
            settleLater(settlement);
            failed(failure);
        }
    }

    private void settleRest() {
        for (Settlement next = unsettled.poll(); next != null; next = unsettled.poll()) {
            unsettledCount.decrementAndGet();
            try {
                scripts.settle(next.keys, next.arguments);
            } catch (RuntimeException failure) {
                settleLater(next);
                failed(failure);
                return;
            }
        }
        for (Limit limit : List.copyOf(uncharged.keySet())) {
            Long used = uncharged.remove(limit);
            if (used == null) {
                continue; // another thread has just told it
            }
            var charge = new Claims(List.of(new Claim(limit, 0)), settings.prefix());
            try {
                scripts.settle(charge.keys(), charge.toCharge(used));
            } catch (RuntimeException failure) {
                uncharged.merge(limit, used, Long::sum);
                failed(failure);
                return;
            }
        }
    }

    /** Has Redis count what it was never asked for, now or when it is back. */
    private void charge(Claims claims, long[] used) {
        for (int i = 0; i < used.length; i++) {
            Limit limit = claims.list().get(i).limit();
            if (limit.kind() != Kind.CONCURRENCY
                    && used[i] > 0
                    && (uncharged.containsKey(limit) || uncharged.size() < MAX_UNSETTLED)) {
                uncharged.merge(limit, used[i], Long::sum);
            }
        }
        if (!circuit.isOpen()) {
            execute(this::settleRest);
        }
    }

    /** Counts in memory too what was used, so that nothing is forgotten when Redis goes. */
    private void mirror(List<Claim> claims, long[] used) {
        List<Claim> nothing =
                claims.stream().map(claim -> new Claim(claim.limit(), 0)).toList();
        local.reserve(nothing).thenAccept(reservation -> reservation.settle(used));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            workers.awaitTermination(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        scripts.close();
    }

    /** What is to be told to Redis. Telling it twice does no harm where it was reserved there. */
    private record Settlement(List<String> keys, List<String> arguments) {}

    /** One reservation under way. */
    private final class Call {
        final CompletableFuture<Reservation> result = new CompletableFuture<>();
        private final Claims claims;
        private final AtomicBoolean decided = new AtomicBoolean();

        Call(Claims claims) {
            this.claims = claims;
        }

        void start() {
            ScheduledFuture<?> limit;
            try {
                limit = timer.schedule(this::tooLate, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                giveUp();
                return;
            }
            if (!execute(() -> ask(limit))) {
                limit.cancel(false);
                giveUp();
            }
        }

        private void ask(ScheduledFuture<?> limit) {
            if (decided.get()) {
                return;
            }
            if (circuit.isOpen()) {
                limit.cancel(false);
                giveUp();
                return;
            }
            List<?> answer;
            try {
                answer = scripts.reserve(claims.keys(), claims.toReserve());
            } catch (RuntimeException failure) {
                limit.cancel(false);
                release();
                failed(failure);
                giveUp();
                return;
            }
            limit.cancel(false);
            succeeded();
            if (decided.compareAndSet(false, true)) {
                result.complete(new Counted(claims, answer));
            } else if (Claims.granted(answer)) {
                settle(new Settlement(
                        claims.keys(),
                        claims.toSettle(
                                claims.stamps(answer), new long[claims.list().size()])));
            }
        }

        /** Redis may have taken the claims although its answer did not come: they are given back. */
        private void release() {
            int count = claims.list().size();
            settleLater(new Settlement(claims.keys(), claims.toSettle(new long[count], new long[count])));
        }

        private void tooLate() {
            failed(new JedisException("no answer in time"));
            giveUp();
        }

        private void giveUp() {
            if (decided.compareAndSet(false, true)) {
                withoutRedis(claims.list()).whenComplete((reservation, failure) -> {
                    if (failure == null) {
                        result.complete(reservation);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
            }
        }
    }

    /** A reservation that Redis has counted, or refused. */
    private final class Counted implements Reservation {
        private final Claims claims;
        private final boolean granted;
        private final List<Standing> standings;
        private final long[] stamps;
        private final AtomicBoolean settled = new AtomicBoolean();

        Counted(Claims claims, List<?> answer) {
            this.claims = claims;
            this.granted = Claims.granted(answer);
            this.standings = claims.standings(answer);
            this.stamps = claims.stamps(answer);
        }

        @Override
        public boolean granted() {
            return granted;
        }

        @Override
        public List<Standing> standings() {
            return standings;
        }

        @Override
        public void settle(long... used) {
            if (granted && settled.compareAndSet(false, true)) {
                mirror(claims.list(), used);
                RedisLimitStore.this.settle(new Settlement(claims.keys(), claims.toSettle(stamps, used)));
            }
        }
    }

    /** A reservation in memory; what it used is told to Redis when it is back. */
    private final class Local implements Reservation {
        private final Reservation reservation;
        private final Claims claims;
        private final AtomicBoolean settled = new AtomicBoolean();

        Local(Reservation reservation, Claims claims) {
            this.reservation = reservation;
            this.claims = claims;
        }

        @Override
        public boolean granted() {
            return reservation.granted();
        }

        @Override
        public List<Standing> standings() {
            return reservation.standings();
        }

        @Override
        public void settle(long... used) {
            if (granted() && settled.compareAndSet(false, true)) {
                reservation.settle(used);
                charge(claims, used);
            }
        }
    }

    /** A reservation while nothing is limited; what it used is counted all the same. */
    private final class Unlimited implements Reservation {
        private final Claims claims;
        private final List<Standing> standings;
        private final AtomicBoolean settled = new AtomicBoolean();

        Unlimited(List<Claim> claims) {
            this.claims = new Claims(claims, settings.prefix());
            var full = new ArrayList<Standing>();
            claims.forEach(
                    claim -> full.add(new Standing(true, claim.limit().capacity(), Duration.ZERO, Duration.ZERO)));
            this.standings = List.copyOf(full);
        }

        @Override
        public boolean granted() {
            return true;
        }

        @Override
        public List<Standing> standings() {
            return standings;
        }

        @Override
        public void settle(long... used) {
            if (settled.compareAndSet(false, true)) {
                mirror(claims.list(), used);
                charge(claims, used);
            }
        }
    }
}
