package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.engine.AttemptPlan.Step;
import io.llmrouter.core.limits.Tab;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One call from its decision to its end: attempts, waits, fallbacks, the deadline over all of it.
 *
 * <p>The steps follow each other, each begun by the end of the one before, on whatever thread that was. A cancellation
 * or the call's deadline can come at any time: it ends the step under way, and the end of that step ends the call.
 */
abstract class Call {
    private final CallContext context;
    private final ChatRequest request;
    private final long startedAt;
    private final String requestId;
    private final List<Attempt> attempts = new ArrayList<>();

    private @Nullable Selection selection;
    private @Nullable AttemptPlan plan;

    private List<String> unsupported = List.of();

    private @Nullable AttemptRun run;
    private Timing.@Nullable Cancellable wait;
    private Timing.@Nullable Cancellable deadline;
    private @Nullable LlmRouterException stopped;
    private @Nullable LlmRouterException lastFailure;
    private volatile Tab tab = Tab.NONE;
    private boolean ended;

    Call(CallContext context, ChatRequest request) {
        this.context = context;
        this.request = request;
        this.startedAt = context.timing().nanoTime();
        this.requestId = RequestIds.of(request);
    }

    final Timing timing() {
        return context.timing();
    }

    /** Decides whom to ask. */
    CompletionStage<Selection> select(ChatRequest asked) {
        return context.selector().selectAsync(asked);
    }

    /** Makes the attempt that suits the kind of call. */
    abstract AttemptRun newRun(Member member, ChatRequest shaped, Admission.Permit permit, Duration waited);

    /** Tells the caller the answer. Called at most once, and never after {@link #tellError}. */
    abstract void tellAnswer(ChatResponse response);

    /** Tells the caller that there is no answer. Called at most once, and never after {@link #tellAnswer}. */
    abstract void tellError(LlmRouterException error);

    /** Whether the answer comes in pieces. */
    boolean isStreamed() {
        return false;
    }

    /** What the failure of an attempt means, given what the caller has already got. */
    LlmRouterException meaningOf(LlmRouterException failure) {
        return failure;
    }

    /** The request as the next attempt shall send it. */
    ChatRequest nextRequest(ChatRequest original, Member member) {
        return original;
    }

    final void begin() {
        if (!context.enter(this)) {
            end(
                    null,
                    new CancelledException(
                            ErrorFacts.because("The router is closed").build()));
            return;
        }
        if (!armDeadline()) {
            context.leave(this); // cancelled before it began
            return;
        }
        try {
            select(request).whenComplete(this::decided);
        } catch (LlmRouterException refused) {
            end(null, refused);
        }
    }

    /** Starts the clock of the whole call; {@code false} if the call has ended already. */
    private synchronized boolean armDeadline() {
        Duration limit = limit();
        if (!ended && !limit.isZero()) {
            deadline = timing().after(limit, () -> stop(deadlinePassed(limit)));
        }
        return !ended;
    }

    /** The time for the whole call; zero for no limit. */
    private Duration limit() {
        return request.deadline().orElse(context.deadline());
    }

    /** Gives the call up: the attempt under way is aborted and no other begins. */
    final void giveUp() {
        stop(CancelledException.byCaller());
    }

    private void stop(LlmRouterException reason) {
        AttemptRun running;
        synchronized (this) {
            if (ended || stopped != null) {
                return;
            }
            stopped = reason;
            running = run;
            if (wait != null) {
                wait.cancel();
            }
        }
        if (running != null) {
            running.abort(reason);
        } else {
            end(null, reason);
        }
    }

    private void decided(@Nullable Selection chosen, @Nullable Throwable failure) {
        if (chosen == null) {
            end(null, typed(failure));
            return;
        }
        synchronized (this) {
            selection = chosen;
            plan = new AttemptPlan(chosen, context.backoff());
        }
        context.limits().open(request, chosen).whenComplete((opened, refused) -> budgeted(chosen, opened, refused));
    }

    /** The money that the call may cost is reserved, or there is too little of it. */
    private void budgeted(Selection chosen, @Nullable Tab opened, @Nullable Throwable failure) {
        if (opened == null) {
            end(null, typed(failure));
            return;
        }
        if (!opened.granted()) {
            end(null, context.limits().overBudget(opened));
            return;
        }
        synchronized (this) {
            if (!ended) {
                tab = opened;
            }
        }
        if (tab == opened) {
            attempt(chosen.member(), Duration.ZERO);
        } else {
            opened.cancel();
        }
    }

    private static LlmRouterException typed(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof LlmRouterException known
                ? known
                : new ProviderUnavailableException(ErrorFacts.because("The decision failed with "
                                + (cause == null ? "no error" : cause.getClass().getName()))
                        .cause(cause)
                        .build());
    }

    private void attempt(Member member, Duration waited) {
        Admission.Permit permit = member.health().tryAcquire();
        if (permit == null) {
            refused(member);
            return;
        }
        AttemptRun next;
        try {
            next = admitted(member, permit, waited);
        } catch (RuntimeException failure) {
            permit.dropped();
            end(null, typed(failure));
            return;
        }
        if (next == null) {
            permit.dropped();
        } else {
            context.limits().start(next, promptTokens());
        }
    }

    /** The attempt that was let in, to be started; {@code null} if the call has ended meanwhile. */
    private synchronized @Nullable AttemptRun admitted(Member member, Admission.Permit permit, Duration waited) {
        wait = null;
        if (ended || stopped != null || selection == null) {
            return null;
        }
        run = newRun(member, shaped(member, selection.promptTokens()), permit, waited);
        return run;
    }

    /** The request as that model is to get it. */
    private ChatRequest shaped(Member member, long promptTokens) {
        ChatRequest whole = nextRequest(request, member);
        List<String> lost = Unsupported.of(whole, member);
        boolean told = member.entry().onUnsupported() == OnUnsupported.WARN;
        unsupported = told ? lost : List.of();
        member.leftOut(unsupported);
        return RequestShaper.fit(Unsupported.without(whole, lost, member.info()), member.info(), promptTokens);
    }

    /** The model may not be asked now: ask another, wait, or end the call. */
    private void refused(Member member) {
        AttemptPlan steps = Objects.requireNonNull(plan);
        Step step = steps.instead(member, left());
        if (step != null) {
            waitFor(step);
            return;
        }
        LlmRouterException last = lastFailure;
        end(null, last != null ? last : Unavailable.error(steps.soonest(member)));
    }

    /** The attempt has answered. */
    final void answered(AttemptRun by, ChatResponse response) {
        by.permit.answered();
        record(by, by.answered(response, promptTokens()));
        end(response, null);
    }

    /** The attempt has failed: try again, move on, or end the call. */
    final void failed(AttemptRun by, LlmRouterException failure) {
        by.tellHealth(failure);
        record(by, by.failed(failure, promptTokens()));
        LlmRouterException reason;
        AttemptPlan steps;
        synchronized (this) {
            run = null;
            reason = stopped;
            steps = plan;
        }
        LlmRouterException meaning = meaningOf(reason != null ? reason : failure);
        Step step =
                reason != null || steps == null || isFinal(meaning) ? null : steps.after(by.member, failure, left());
        if (step == null) {
            end(null, meaning);
            return;
        }
        lastFailure = meaning;
        beforeNextAttempt();
        waitFor(step);
    }

    /** Whether no other attempt may follow, whatever the table says. */
    boolean isFinal(LlmRouterException meaning) {
        return false;
    }

    /** Something to prepare between a failed attempt and the next. */
    void beforeNextAttempt() {}

    private void waitFor(Step step) {
        if (step.delay().isZero()) {
            attempt(step.member(), Duration.ZERO);
            return;
        }
        synchronized (this) {
            if (stopped == null) {
                wait = timing().after(step.delay(), () -> attempt(step.member(), step.delay()));
                return;
            }
        }
        end(null, meaningOf(Objects.requireNonNull(stopped)));
    }

    private void record(AttemptRun by, Attempt attempt) {
        by.settle(attempt);
        synchronized (this) {
            attempts.add(attempt);
        }
    }

    private void end(@Nullable ChatResponse response, @Nullable LlmRouterException error) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            run = null;
            if (deadline != null) {
                deadline.cancel();
            }
        }
        tab.settle(List.copyOf(attempts));
        record(error);
        context.leave(this);
        if (response != null) {
            tellAnswer(response.toBuilder()
                    .model(answeredBy())
                    .usage(usage())
                    .routing(report())
                    .build());
        } else if (error != null) {
            tellError(error.with(
                    error.facts().toBuilder().attempts(List.copyOf(attempts)).build()));
        }
    }

    private void record(@Nullable LlmRouterException error) {
        CallRecorder recorder = context.recorder();
        if (recorder != null) {
            recorder.record(requestId, request, isStreamed(), selection, attempts, elapsed(), error);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(timing().nanoTime() - startedAt);
    }

    private String answeredBy() {
        return attempts.get(attempts.size() - 1).model();
    }

    private Usage usage() {
        return attempts.get(attempts.size() - 1).usage();
    }

    private RoutingReport report() {
        return report(answeredBy(), usage(), Accounting.total(attempts));
    }

    /** The report while a model is still answering. */
    final RoutingReport reportSoFar(Member answering) {
        return report(answering.name(), Usage.UNKNOWN, null);
    }

    private RoutingReport report(String model, Usage usage, @Nullable BigDecimal cost) {
        Selection chosen = Objects.requireNonNull(selection);
        return new RoutingReport(requestId, chosen.decision(), model, attempts, usage, cost, elapsed(), unsupported);
    }

    private synchronized long promptTokens() {
        return selection == null ? 0 : selection.promptTokens();
    }

    /** The time left for the whole call; {@code null} if it has no deadline. */
    private @Nullable Duration left() {
        Duration limit = limit();
        return limit.isZero() ? null : limit.minusNanos(timing().nanoTime() - startedAt);
    }

    private static LlmRouterException deadlinePassed(Duration limit) {
        return new DeadlineException.Call(ErrorFacts.because("The call took longer than " + limit.toMillis() + " ms")
                .help("Raise resilience.deadline, or the request's own deadline.")
                .build());
    }
}
