package io.llmrouter.core.engine;

import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.config.ResilienceConfig;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches one attempt: its total time and, where streamed, its first token and its silences.
 *
 * <p>One timer an attempt: when it fires it looks at what has happened since, and either aborts the attempt or waits for
 * the rest. So a delta costs one write of a field and no timer.
 */
final class Deadlines {
    private final AttemptRun run;
    private final Duration total;
    private final String totalKey;
    private final Duration firstToken;
    private final Duration stall;

    private volatile long lastEvent;
    private volatile boolean sawContent;
    /** While the caller holds the stream, or is busy with a piece of it, the provider's silence is not its own. */
    private volatile boolean held;

    private Timing.@Nullable Cancellable timer;
    private boolean disarmed;

    private Deadlines(AttemptRun run, Duration total, String totalKey, Duration firstToken, Duration stall) {
        this.run = run;
        this.total = total;
        this.totalKey = totalKey;
        this.firstToken = firstToken;
        this.stall = stall;
        this.lastEvent = run.startedAt;
    }

    static Deadlines plain(AttemptRun run) {
        ResilienceConfig config = run.resilience();
        return new Deadlines(run, config.requestTimeout(), "request_timeout", Duration.ZERO, Duration.ZERO);
    }

    static Deadlines streaming(AttemptRun run) {
        ResilienceConfig config = run.resilience();
        return new Deadlines(
                run, config.streamTimeout(), "stream_timeout", config.firstTokenTimeout(), config.stallTimeout());
    }

    void arm() {
        check();
    }

    synchronized void disarm() {
        disarmed = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** A piece of the answer has come. */
    void content() {
        lastEvent = run.call.timing().nanoTime();
        sawContent = true;
    }

    void hold() {
        held = true;
    }

    void release() {
        lastEvent = run.call.timing().nanoTime();
        held = false;
    }

    private void check() {
        long now = run.call.timing().nanoTime();
        LlmRouterException passed = passed(now);
        if (passed != null) {
            run.abort(passed);
            return;
        }
        Duration next = untilNext(now);
        if (next == null) {
            return;
        }
        synchronized (this) {
            if (!disarmed) {
                timer = run.call.timing().after(next, this::check);
            }
        }
    }

    private @Nullable LlmRouterException passed(long now) {
        if (isPassed(total, run.startedAt, now)) {
            return expired("took longer than " + text(total), "resilience." + totalKey, DeadlineException.Attempt::new);
        }
        if (held) {
            return null;
        }
        if (!sawContent && isPassed(firstToken, run.startedAt, now)) {
            return expired(
                    "sent no content within " + text(firstToken),
                    "resilience.first_token_timeout",
                    DeadlineException.FirstToken::new);
        }
        if (sawContent && isPassed(stall, lastEvent, now)) {
            return expired(
                    "fell silent for " + text(stall) + " in the middle of its answer",
                    "resilience.stall_timeout",
                    DeadlineException.Stall::new);
        }
        return null;
    }

    /** The time until a deadline could next pass; {@code null} if none is set. */
    private @Nullable Duration untilNext(long now) {
        long next = Long.MAX_VALUE;
        if (!total.isZero()) {
            next = Math.min(next, total.toNanos() - (now - run.startedAt));
        }
        Duration silence = sawContent ? stall : firstToken;
        if (!silence.isZero()) {
            long since = held ? now : sawContent ? lastEvent : run.startedAt;
            next = Math.min(next, silence.toNanos() - (now - since));
        }
        if (!stall.isZero()) {
            next = Math.min(next, stall.toNanos());
        }
        return next == Long.MAX_VALUE ? null : Duration.ofNanos(Math.max(1, next));
    }

    private LlmRouterException expired(
            String what, String key, Function<ErrorFacts, ? extends LlmRouterException> type) {
        return type.apply(ErrorFacts.because("The model '" + run.member.name() + "' " + what)
                .provider(run.member.info().provider())
                .model(run.member.name())
                .help("Raise " + key + " if the model needs longer, or configure llms." + run.member.name()
                        + ".fallbacks.")
                .build());
    }

    private static boolean isPassed(Duration limit, long since, long now) {
        return !limit.isZero() && now - since >= limit.toNanos();
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
