package io.llmrouter.core.engine;

import io.llmrouter.core.config.HedgeConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When another model is asked beside this one: how long its calls usually take, and how many more may be asked twice.
 * Safe for concurrent use.
 */
final class Hedging {
    /** What quiet times may save up, in calls. */
    private static final double MOST_SAVED = 10;
    /** Shares such as 0.05 are not exact. */
    private static final double WHOLE = 1 - 1e-9;

    private final HedgeConfig config;
    private final LatencyWindow plain = new LatencyWindow();
    private final LatencyWindow streamed = new LatencyWindow();
    private double saved;

    Hedging(HedgeConfig config) {
        this.config = config;
    }

    /** A call of the model begins: the time after which another is asked too; {@code null} if none is. */
    @Nullable
    Duration begin(boolean isStreamed) {
        if (!config.enabled()) {
            return null;
        }
        synchronized (this) {
            saved = Math.min(MOST_SAVED, saved + config.budget());
        }
        Duration fixed = config.after();
        return fixed != null ? fixed : window(isStreamed).p95();
    }

    /** Takes a second attempt out of the budget; {@code false} if nothing is left of it. */
    synchronized boolean tryTake() {
        boolean enough = saved >= WHOLE;
        saved = enough ? Math.max(0, saved - 1) : saved;
        return enough;
    }

    /** The model took so long to its first content, or to its answer if that came whole. */
    void took(boolean isStreamed, Duration latency) {
        if (config.enabled() && config.after() == null) {
            window(isStreamed).add(latency);
        }
    }

    private LatencyWindow window(boolean isStreamed) {
        return isStreamed ? streamed : plain;
    }
}
