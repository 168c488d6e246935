package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.core.config.ResilienceConfig;
import io.llmrouter.core.limits.Tab;
import io.llmrouter.core.limits.TokenEstimate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt under way: it ends exactly once, with an answer or an error, and tells its call so.
 *
 * <p>The subclasses differ in how they ask the model and in their deadlines.
 */
abstract class AttemptRun {
    final Call call;
    final Member member;
    final ChatRequest request;
    final long startedAt;
    final Admission.Permit permit;
    private final Duration waited;
    private volatile List<String> leftOut = List.of();
    private volatile boolean settled;
    private volatile boolean turnedAway;
    private volatile boolean asked;
    private volatile Tab tab = Tab.NONE;

    AttemptRun(Call call, Member member, ChatRequest request, Admission.Permit permit, Duration waited) {
        this.call = call;
        this.member = member;
        this.request = request;
        this.permit = permit;
        this.waited = waited;
        this.startedAt = call.timing().nanoTime();
        member.began();
    }

    /** The deadlines and the rest that hold for this attempt. */
    final ResilienceConfig resilience() {
        return member.entry().resilience().with(request.options());
    }

    /** The fields that the request was sent without, as far as anybody is to be told. */
    final List<String> leftOut() {
        return leftOut;
    }

    final void leftOut(List<String> fields) {
        leftOut = fields;
    }

    /** Asks the model, unless the attempt has been aborted already. Called once. */
    abstract void start();

    /** Asks the model, having reserved what that may take. Called once. */
    final void start(Tab reserved) {
        tab = reserved;
        if (settled) {
            reserved.cancel(); // aborted before
        }
        start();
    }

    /** The model is asked now: from here on the attempt may cost something. */
    final void asked() {
        asked = true;
    }

    /** Settles what was reserved by what was used. */
    final void settle(Attempt attempt) {
        settled = true;
        tab.settle(List.of(attempt));
    }

    /** Ends the attempt before its model was asked, which says nothing of the model. */
    final void turnAway(LlmRouterException reason) {
        turnedAway = true;
        abort(reason);
    }

    /** What the end of the attempt says of its model. */
    final void tellHealth(LlmRouterException failure) {
        if (turnedAway) {
            permit.dropped();
        } else {
            permit.failed(failure);
        }
    }

    /** Ends the attempt from outside, closing what the model holds open; does nothing once it has ended. */
    abstract void abort(LlmRouterException reason);

    /** From the start to the first content; {@code null} if there was none, or the call is not streamed. */
    abstract @Nullable Duration firstToken();

    /** Characters of the answer so far. */
    abstract long answerChars();

    /** Whether the caller has got any of the answer. */
    abstract boolean committed();

    final Duration elapsed() {
        return Duration.ofNanos(call.timing().nanoTime() - startedAt);
    }

    /** The attempt as a value, once it has answered. */
    final Attempt answered(ChatResponse response, long promptTokens) {
        Usage usage = Accounting.reportedOrEstimated(response.usage(), promptTokens, charsOf(response));
        return value(usage, cost(usage).or(() -> costWithin(response)), true, null);
    }

    /** The attempt as a value, once it has failed. */
    final Attempt failed(LlmRouterException error, long promptTokens) {
        Usage usage = asked ? Accounting.ofFailure(error, promptTokens, answerChars()) : Usage.reported(0, 0);
        return value(usage, cost(usage), committed(), error);
    }

    /** The attempt as a value, where another model that was asked beside it has answered first. */
    final Attempt lost(long promptTokens) {
        return failed(hedgeLost(), promptTokens);
    }

    /** Gives the attempt up after it was recorded; that says nothing of the model. */
    final void lose(Attempt lost) {
        permit.dropped();
        settle(lost);
        abort(hedgeLost());
    }

    private LlmRouterException hedgeLost() {
        return new CancelledException.HedgeLost(ErrorFacts.because("Another model answered first")
                .model(member.name())
                .provider(member.info().provider())
                .build());
    }

    private Optional<BigDecimal> cost(Usage usage) {
        return Accounting.cost(member.info(), usage);
    }

    /** What an answer cost whose model is itself a router. */
    private static Optional<BigDecimal> costWithin(ChatResponse response) {
        return response.routingIfRouted().flatMap(RoutingReport::costIfKnown);
    }

    private Attempt value(
            Usage usage, Optional<BigDecimal> cost, boolean committed, @Nullable LlmRouterException error) {
        return new Attempt(
                member.name(),
                member.info().provider(),
                waited,
                elapsed(),
                firstToken(),
                usage,
                cost.orElse(null),
                committed,
                error);
    }

    private static long charsOf(ChatResponse response) {
        return response.choices().stream()
                .flatMap(choice -> choice.message().content().stream())
                .mapToLong(TokenEstimate::chars)
                .sum();
    }

    /** The model's failure as one of the family, with the model's name. */
    final LlmRouterException typed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LlmRouterException known = cause instanceof LlmRouterException family
                ? family
                : new ProviderUnavailableException(ErrorFacts.because(
                                "The model failed with " + cause.getClass().getName())
                        .cause(cause)
                        .build());
        if (known.model().isPresent() && known.provider().isPresent()) {
            return known;
        }
        ErrorFacts.Builder facts = known.facts().toBuilder().model(member.name());
        return known.with(facts.provider(known.provider().orElse(member.info().provider()))
                .cause(known)
                .build());
    }
}
