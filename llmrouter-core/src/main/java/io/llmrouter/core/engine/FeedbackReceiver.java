package io.llmrouter.core.engine;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.core.engine.RecentAnswers.Answered;
import io.llmrouter.core.memory.FeedbackLog;
import java.lang.System.Logger.Level;
import java.time.Clock;

/** Takes scores of the last answers: logs them and tells the strategy. Safe for concurrent use. */
final class FeedbackReceiver {
    private static final System.Logger LOG = System.getLogger(FeedbackReceiver.class.getName());

    private final RoutingStrategy strategy;
    private final FeedbackLog log;
    private final Clock clock;
    private final RecentAnswers recent;

    FeedbackReceiver(RoutingStrategy strategy, FeedbackLog log, RecentAnswers recent, Clock clock) {
        this.strategy = strategy;
        this.log = log;
        this.recent = recent;
        this.clock = clock;
    }

    /** A call has its answer. */
    void answered(String requestId, RoutingDecision decision, String model) {
        recent.put(requestId, new Answered(decision.strategy(), decision.model(), decision.propensity(), model));
    }

    /** Takes a score; {@code false} if the call is unknown, too long ago, or scored already. */
    boolean take(Feedback feedback) {
        Answered answered = recent.take(feedback.requestId());
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
