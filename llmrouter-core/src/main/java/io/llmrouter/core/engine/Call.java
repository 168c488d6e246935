package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    private @Nullable Selection selection;
    private final Questions questions;
    private final Race race = new Race(this);
    private @Nullable Steps steps;
    private Timing.@Nullable Cancellable deadline;
    private @Nullable LlmRouterException stopped;
    private volatile Tab tab = Tab.NONE;
    private boolean ended;

    Call(CallContext context, ChatRequest request) {
        this.context = context;
        this.request = request;
        this.startedAt = context.timing().nanoTime();
        this.requestId = RequestIds.of(request);
        this.questions = new Questions(context, request);
    }

    final Timing timing() {
        return context.timing();
    }

    /** Decides whom to ask. */
    CompletionStage<Selection> select(ChatRequest asked) {
        return context.selector().selectAsync(asked, requestId, questions);
    }

    /** Makes the attempt that suits the kind of call. */
    abstract AttemptRun newRun(Entry entry, ChatRequest shaped, Duration waited);

    /** Tells the caller the answer. Called at most once, and never after {@link #tellError}. */
    abstract void tellAnswer(ChatResponse response);

    /** Tells the caller that there is no answer. Called at most once, and never after {@link #tellAnswer}. */
    abstract void tellError(LlmRouterException error);

    /** Whether the answer comes in pieces. */
    boolean isStreamed() {
        return false;
    }

    /** Reserves the money that the call may cost. */
    CompletionStage<Tab> openTab(ChatRequest asked, Selection chosen) {
        return context.limits().open(asked, chosen);
    }

    /**
     * Tells the caller the pieces of an answer that the strategy has already, and then goes on.
     *
     * @param soFar the report as far as it goes
     */
    void handOver(ChatResponse answer, RoutingReport soFar, Runnable then) {
        then.run();
    }

    /** Ends the call while no attempt is under way. */
    void endWithoutRuns(Runnable end) {
        end.run();
    }

    /** What the failure of an attempt means, given what the caller has already got. */
    LlmRouterException meaningOf(LlmRouterException failure) {
        return failure;
    }

    /** Why an attempt failed as far as the next step is concerned: what the router itself added is not the caller's fault. */
    LlmRouterException causeOf(AttemptRun failed, LlmRouterException failure) {
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
            deadline = timing().after(limit, () -> stop(CallErrors.deadlinePassed(limit)));
        }
        return !ended;
    }

    /** The time for the whole call; zero for no limit. */
    Duration limit() {
        return request.deadline().orElse(context.deadline());
    }

    /** Gives the call up: the attempt under way is aborted and no other begins. */
    final void giveUp() {
        stop(CancelledException.byCaller());
    }

    final void stop(LlmRouterException reason) {
        List<AttemptRun> running;
        Steps next;
        synchronized (this) {
            if (ended || stopped != null) {
                return;
            }
            stopped = reason;
            running = race.underWay();
            next = steps;
        }
        questions.close(reason);
        if (next != null) {
            next.giveUp();
        }
        if (running.isEmpty()) {
            endWithoutRuns(() -> end(null, meaningOf(reason)));
        } else {
            running.forEach(run -> run.abort(reason));
        }
    }

    /** Why no attempt may begin any more; {@code null} if one may. */
    final synchronized @Nullable LlmRouterException stopped() {
        return stopped;
    }

    /** Whether no attempt may begin any more. */
    final synchronized boolean isOver() {
        return ended || stopped != null;
    }

    final ChatRequest request() {
        return request;
    }

    private void decided(@Nullable Selection chosen, @Nullable Throwable failure) {
        questions.decided();
        synchronized (this) {
            if (stopped != null) {
                return; // whoever stopped the call ends it
            }
            selection = chosen;
            steps = chosen == null ? null : new Steps(this, context, race, chosen);
        }
        if (chosen == null) {
            end(null, CallErrors.ofDecision(failure));
        } else if (chosen.answer() != null) {
            answeredAlready(chosen, chosen.answer());
        } else {
            openTab(request, chosen).whenComplete(this::budgeted);
        }
    }

    /** The strategy has the answer: what it cost is settled, and the model is not asked again. */
    private void answeredAlready(Selection chosen, ChatResponse answer) {
        Attempt attempt = questions.take(answer);
        if (attempt == null || !attempt.model().equals(chosen.member().name())) {
            end(null, CallErrors.notAsked(chosen.decision()));
            return;
        }
        RoutingReport soFar = report(chosen.member(), List.of(), Usage.UNKNOWN, null);
        race.record(attempt);
        handOver(answer, soFar, () -> {
            noteConversation(answer, attempt);
            List<String> leftOut = answer.routing().unsupported();
            RoutingReport report = report(chosen.member(), leftOut, attempt.usage(), Accounting.total(allAttempts()));
            end(answer.toBuilder().routing(report).build(), null);
        });
    }

    /** What the strategy asked, then what was asked for the answer. */
    private List<Attempt> allAttempts() {
        List<Attempt> asked = questions.attempts();
        if (asked.isEmpty()) {
            return race.attempts();
        }
        var all = new ArrayList<>(asked);
        all.addAll(race.attempts());
        return all;
    }

    /** The money that the call may cost is reserved, or there is too little of it. */
    private void budgeted(@Nullable Tab opened, @Nullable Throwable failure) {
        if (opened == null) {
            end(null, CallErrors.ofDecision(failure));
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
            Objects.requireNonNull(steps).begin();
        } else {
            opened.cancel();
        }
    }

    final List<AttemptRun> underWay() {
        return race.underWay();
    }

    /** Whether the attempt is the one that answers, now that it has content: another one is then given up. */
    final boolean claim(AttemptRun by) {
        return race.claim(by);
    }

    /** The attempt has answered. */
    final void answered(AttemptRun by, ChatResponse response) {
        if (!race.claim(by)) {
            return; // another model has answered meanwhile
        }
        by.permit.answered();
        Attempt attempt = by.answered(response, promptTokens());
        by.settle(attempt);
        race.record(attempt);
        noteConversation(response, attempt);
        end(
                response.toBuilder()
                        .model(attempt.model())
                        .usage(attempt.usage())
                        .routing(report(by.member, by.leftOut(), attempt.usage(), Accounting.total(allAttempts())))
                        .build(),
                null);
    }

    /** Notes where the conversation is now, before the caller can go on with it. */
    void noteConversation(ChatResponse response, Attempt attempt) {
        context.selector().stickiness().answered(request, response.message(), attempt.model(), attempt.usage());
    }

    /** The attempt has failed: try again, move on, or end the call. */
    final void failed(AttemptRun by, LlmRouterException failure) {
        by.permit.failed(failure);
        if (!race.isOver(by, failure)) {
            return;
        }
        LlmRouterException reason = stopped();
        Steps next = steps;
        if (reason != null || next == null || isFinal(by)) {
            end(null, meaningOf(reason != null ? reason : failure));
        } else {
            next.after(by, causeOf(by, failure));
        }
    }

    /** Whether no other attempt may follow, whatever the table says. */
    boolean isFinal(AttemptRun failed) {
        return false;
    }

    /** Something to prepare between a failed attempt and the next. */
    void beforeNextAttempt(AttemptRun failed) {}

    final void end(@Nullable ChatResponse response, @Nullable LlmRouterException error) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            race.clear();
            if (deadline != null) {
                deadline.cancel();
            }
        }
        tab.settle(race.attempts());
        record(error);
        context.leave(this);
        if (response != null) {
            remember(response.model());
            tellAnswer(response);
        } else if (error != null) {
            tellError(
                    error.with(error.facts().toBuilder().attempts(allAttempts()).build()));
        }
    }

    void record(@Nullable LlmRouterException error) {
        CallRecorder recorder = context.recorder();
        if (recorder != null) {
            recorder.record(requestId, request, isStreamed(), selection, allAttempts(), elapsed(), error);
        }
    }

    /** Before the answer is told: a score may come at once. */
    void remember(String answeredBy) {
        FeedbackReceiver feedback = context.feedback();
        if (feedback != null && selection != null) {
            feedback.answered(requestId, selection.decision(), answeredBy);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(timing().nanoTime() - startedAt);
    }

    /** The report while a model is still answering. */
    final RoutingReport reportSoFar(AttemptRun answering) {
        return report(answering.member, answering.leftOut(), Usage.UNKNOWN, null);
    }

    private RoutingReport report(Member by, List<String> leftOut, Usage usage, @Nullable BigDecimal cost) {
        Selection chosen = Objects.requireNonNull(selection);
        return new RoutingReport(
                requestId, chosen.decision(), by.name(), allAttempts(), usage, cost, elapsed(), leftOut);
    }

    final synchronized long promptTokens() {
        return selection == null ? 0 : selection.promptTokens();
    }

    /** The time left for the whole call; {@code null} if it has no deadline. */
    final @Nullable Duration left() {
        Duration limit = limit();
        return limit.isZero() ? null : limit.minusNanos(timing().nanoTime() - startedAt);
    }
}
