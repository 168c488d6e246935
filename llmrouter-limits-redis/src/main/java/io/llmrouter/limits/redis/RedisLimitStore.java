package io.llmrouter.limits.redis;

import io.llmrouter.api.spi.LimitStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(500);

    private final RedisSettings settings;
    private final RedisScripts scripts;
    private final String instance = UUID.randomUUID().toString();
    private final Set<String> instanceKeys = ConcurrentHashMap.newKeySet();
    private final LastKnown known = new LastKnown(InstantSource.system());
    private final Backlog backlog;
    private final Outage outage;
    private final Circuit circuit = new Circuit();
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile boolean answersAgain;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, daemons("llmrouter-limits-timer-"));

    RedisLimitStore(RedisSettings settings, RedisScripts scripts, LimitStore local) {
        this.settings = settings;
        this.scripts = scripts;
        this.backlog = new Backlog(settings.prefix(), known);
        this.outage = new Outage(settings, local, known, this::charge);
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
            return outage.reserve(claims);
        }
        var call = new Call(new Claims(claims, settings.prefix()));
        call.start();
        return call.result;
    }

    private void failed(Throwable failure) {
        if (circuit.failed()) {
            LOG.log(
                    Level.WARNING,
                    () -> "Redis does not answer: " + Complaint.of(failure)
                            + ". Until it does limits.redis.on_failure holds: " + settings.onFailure());
        }
        if (probing.compareAndSet(false, true)) {
            probeLater(PROBE_INTERVAL);
        }
    }

    private void succeeded() {
        circuit.succeeded();
        if (!backlog.isEmpty()) {
            execute(this::settleRest);
        }
    }

    /** Also where the circuit is still closed: what Redis does not know yet must not wait for the next call. */
    private void probeLater(Duration delay) {
        try {
            timer.schedule(this::probeOnWorker, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "The store is closed");
        }
    }

    private void probeOnWorker() {
        if (!execute(this::probe)) {
            probeLater(PROBE_INTERVAL);
        }
    }

    /**
     * Asks whether Redis is back, and tells it what it does not know. It is used again a little later, when the other
     * instances must have found it too: until they have told what they used there seems to be more than there is.
     */
    private void probe() {
        try {
            scripts.ping();
            backlog.deliver(scripts);
        } catch (RuntimeException still) {
            LOG.log(Level.DEBUG, "Redis does not answer yet");
            answersAgain = false;
            probeLater(PROBE_INTERVAL);
            return;
        }
        if (circuit.isOpen() && !answersAgain && settings.countsAlone()) {
            answersAgain = true;
            probeLater(PROBE_INTERVAL.multipliedBy(2).plus(settings.timeout()));
            return;
        }
        answersAgain = false;
        probing.set(false);
        if (circuit.close()) {
            LOG.log(Level.INFO, () -> "Redis answers again");
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

    private void settle(Settlement settlement) {
        if (circuit.isOpen() || !execute(() -> settleNow(settlement))) {
            backlog.add(settlement);
        }
    }

    private void settleNow(Settlement settlement) {
        try {
            scripts.settle(settlement);
            succeeded();
        } catch (RuntimeException failure) {
            backlog.add(settlement);
            failed(failure);
        }
    }

    private void settleRest() {
        try {
            backlog.deliver(scripts);
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    /** Has Redis count what it was never asked for, now or when it is back. */
    private void charge(Claims claims, long[] used) {
        backlog.charge(claims, used);
        if (answersAgain || !circuit.isOpen()) {
            execute(this::settleRest);
        }
    }

    /** The others' shares are larger without this instance. */
    private void leave() {
        try {
            for (String key : instanceKeys) {
                scripts.leave(key, instance);
            }
        } catch (RuntimeException away) {
            LOG.log(Level.DEBUG, "Redis forgets this instance by itself");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        execute(this::leave);
        workers.shutdown();
        try {
            workers.awaitTermination(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        scripts.close();
    }

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
                instanceKeys.add(claims.instancesKey());
                answer = scripts.reserve(claims.keysToReserve(), claims.toReserve(instance, known));
                if (!decided.get() && !circuit.isOpen()) { // else the share of what was left is being used already
                    known.heard(claims, answer, backlog::untold);
                }
            } catch (RuntimeException failure) {
                limit.cancel(false);
                backlog.add(claims.release());
                failed(failure);
                giveUp();
                return;
            }
            limit.cancel(false);
            succeeded();
            if (decided.compareAndSet(false, true)) {
                result.complete(new Counted(claims, answer));
            } else if (Claims.granted(answer)) {
                settle(claims.settlement(
                        claims.stamps(answer), new long[claims.list().size()]));
            }
        }

        private void tooLate() {
            failed(new JedisException("no answer in time"));
            giveUp();
        }

        private void giveUp() {
            if (decided.compareAndSet(false, true)) {
                outage.reserve(claims.list()).whenComplete((reservation, failure) -> {
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
                outage.mirror(claims.list(), used);
                for (int i = 0; i < used.length; i++) {
                    Claim claim = claims.list().get(i);
                    known.settled(claim.limit(), stamps[i], used[i] - claim.amount());
                }
                RedisLimitStore.this.settle(claims.settlement(stamps, used));
            }
        }
    }
}
