package io.llmrouter.core.engine;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.memory.FeedbackLog;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes scores of answers: remembers who gave the last 10,000, logs the scores, tells the strategy. Safe for concurrent use. */
final class FeedbackReceiver {
    private static final System.Logger LOG = System.getLogger(FeedbackReceiver.class.getName());
    private static final int MOST = 10_000;
    private static final int LONGEST_ID = 200;

    private final RoutingStrategy strategy;
    private final FeedbackLog log;
    private final Clock clock;
    private final Map<String, Answered> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answered> eldest) {
            return size() > MOST;
        }
    };

    /** A call that has an answer. */
    private record Answered(
            String strategy, String chosen, @Nullable Double propensity, String model) {}

    FeedbackReceiver(RoutingStrategy strategy, FeedbackLog log, Clock clock) {
        this.strategy = strategy;
        this.log = log;
        this.clock = clock;
    }

    /** A call has its answer. */
    void answered(String requestId, RoutingDecision decision, String model) {
        if (requestId.length() <= LONGEST_ID) {
            var answered = new Answered(decision.strategy(), decision.model(), decision.propensity(), model);
            synchronized (recent) {
                recent.put(requestId, answered);
            }
        }
    }

    /** Takes a score; {@code false} if the call is unknown, too long ago, or scored already. */
    boolean take(Feedback feedback) {
        Answered answered;
        synchronized (recent) {
            answered = recent.remove(feedback.requestId());
        }
        if (answered == null) {
            return false;
        }
        log.add(new FeedbackLog.Entry(
                clock.instant(),
                feedback,
                answered.strategy(),
                answered.chosen(),
                answered.propensity(),
                answered.model()));
        try {
            strategy.learn(answered.model(), feedback);
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "The strategy could not learn of a score", failure);
        }
        return true;
    }
}
