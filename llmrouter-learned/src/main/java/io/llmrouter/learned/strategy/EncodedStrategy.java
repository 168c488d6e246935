package io.llmrouter.learned.strategy;

import io.llmrouter.api.Feedback;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.SentenceEncoder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has a query encoded, and then decides. It never fails: where there is no vector in time, the best model on average is
 * chosen and the reason says so. Closing it closes the encoder.
 */
final class EncodedStrategy implements RoutingStrategy, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EncodedStrategy.class.getName());

    private final PredictingStrategy strategy;
    private final SentenceEncoder encoder;
    private final Duration patience;
    private final AtomicBoolean isFailing = new AtomicBoolean();

    /**
     * Creates the strategy.
     *
     * @param patience how long a vector may take
     */
    EncodedStrategy(PredictingStrategy strategy, SentenceEncoder encoder, Duration patience) {
        this.strategy = strategy;
        this.encoder = encoder;
        this.patience = patience;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        CompletableFuture<RoutingDecision> decision = decideAsync(context);
        try {
            return decision.get();
        } catch (InterruptedException interrupted) {
            decision.cancel(true);
            Thread.currentThread().interrupt();
            throw CancelledException.byCaller();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof LlmRouterException known) {
                throw known;
            }
            throw new IllegalStateException("A decision on a query's vector failed", failure.getCause());
        }
    }

    @Override
    public CompletableFuture<RoutingDecision> decideAsync(RoutingContext context) {
        CompletableFuture<float[]> vector;
        try {
            vector = encoder.encodeAsync(context.query());
        } catch (RuntimeException failure) {
            return CompletableFuture.completedFuture(failed(context, failure));
        }
        CompletableFuture<RoutingDecision> decision =
                vector.handle((found, failure) -> failure == null ? decided(context, found) : failed(context, failure));
        if (!decision.isDone()) {
            limit(decision, vector, context);
        }
        return decision;
    }

    private void limit(
            CompletableFuture<RoutingDecision> decision, CompletableFuture<float[]> vector, RoutingContext context) {
        CompletableFuture<@Nullable Void> timer = new CompletableFuture<@Nullable Void>()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
        // Off the timer's thread, which all timers of the JVM share: whatever awaits the decision goes on right there.
        var unusedTimeout = timer.thenRunAsync(() -> {
            if (!decision.isDone()) {
                decision.complete(without(context, "the encoder took more than " + patience.toMillis() + " ms"));
            }
        });
        var unusedEnd = decision.whenComplete((decided, failure) -> {
            timer.cancel(false);
            vector.cancel(true);
        });
    }

    private RoutingDecision decided(RoutingContext context, float[] vector) {
        RoutingDecision decision;
        try {
            decision = strategy.decide(context, vector);
        } catch (EncoderException wrong) {
            return failed(context, wrong);
        }
        if (isFailing.compareAndSet(true, false)) {
            LOG.log(System.Logger.Level.INFO, "The encoder of the learned router gives vectors again.");
        }
        return decision;
    }

    private RoutingDecision failed(RoutingContext context, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return without(
                context,
                cause instanceof EncoderException known
                        ? known.summary()
                        : "the encoder failed with " + cause.getClass().getName());
    }

    private RoutingDecision without(RoutingContext context, String why) {
        if (isFailing.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The learned router has no vector of a query, and chooses the best model on average: {0}",
                    why);
        }
        return strategy.decideWithout(context, why);
    }

    @Override
    public void learn(String model, Feedback feedback) {
        strategy.learn(model, feedback);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
