package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.engine.AttemptPlan.Step;
import io.llmrouter.core.limits.Tab;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final Logger LOG = System.getLogger(Call.class.getName());

    private final CallContext context;
    private final ChatRequest request;
    private final long startedAt;
    private final String requestId;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Questions questions;

    private @Nullable Selection selection;
    private @Nullable AttemptPlan plan;

    private final Runs runs = new Runs();
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
    abstract AttemptRun newRun(Member member, ChatRequest shaped, Admission.Permit permit, Duration waited);

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
        synchronized (this) {
            if (ended || stopped != null) {
                return;
            }
            stopped = reason;
            running = runs.all();
            if (wait != null) {
                wait.cancel();
            }
        }
        questions.close(reason);
        if (running.isEmpty()) {
            endWithoutRuns(() -> end(null, meaningOf(reason)));
        } else {
            running.forEach(run -> run.abort(reason));
        }
    }

    private void decided(@Nullable Selection chosen, @Nullable Throwable failure) {
        questions.decided();
        synchronized (this) {
            if (stopped != null) {
                return; // whoever stopped the call ends it
            }
            selection = chosen;
            plan = chosen == null ? null : new AttemptPlan(chosen, retries(chosen.member()), context.backoff());
        }
        if (chosen == null) {
            end(null, CallErrors.ofDecision(failure));
        } else if (chosen.answer() != null) {
            answeredAlready(chosen, chosen.answer());
        } else {
            openTab(request, chosen).whenComplete((opened, refused) -> budgeted(chosen, opened, refused));
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
        synchronized (this) {
            attempts.add(attempt);
        }
        handOver(answer, soFar, () -> {
            noteConversation(answer, attempt);
            List<String> leftOut = answer.routing().unsupported();
            RoutingReport report = report(chosen.member(), leftOut, attempt.usage(), Accounting.total(allAttempts()));
            end(answer.toBuilder().routing(report).build(), null);
        });
    }

    /** What the strategy asked, then what was asked for the answer. */
    private synchronized List<Attempt> allAttempts() {
        List<Attempt> asked = questions.attempts();
        if (asked.isEmpty()) {
            return List.copyOf(attempts);
        }
        var all = new ArrayList<>(asked);
        all.addAll(attempts);
        return all;
    }

    /** The money that the call may cost is reserved, or there is too little of it. */
    private void budgeted(Selection chosen, @Nullable Tab opened, @Nullable Throwable failure) {
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
            attempt(chosen.member(), Duration.ZERO);
        } else {
            opened.cancel();
        }
    }

    private int retries(Member chosen) {
        return chosen.entry().resilience().with(request.options()).maxRetries();
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
            end(null, CallErrors.ofDecision(failure));
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
        AttemptRun run = add(member, permit, waited);
        if (!selection.fallbacks().isEmpty()) {
            runs.watch(run, isStreamed(), this::askAnother);
        }
        return run;
    }

    /** An attempt with the request as that model is to get it. */
    private AttemptRun add(Member member, Admission.Permit permit, Duration waited) {
        ChatRequest whole = nextRequest(request, member);
        List<String> lost = Unsupported.of(whole, member);
        ChatRequest shaped =
                RequestShaper.fit(Unsupported.without(whole, lost, member.info()), member.info(), promptTokens());
        AttemptRun run = newRun(member, shaped, permit, waited);
        if (member.entry().onUnsupported() == OnUnsupported.WARN) {
            member.leftOut(lost);
            run.leftOut(lost);
        }
        runs.add(run);
        return run;
    }

    /** Asks the next fallback too: the first attempt is slow. */
    private void askAnother() {
        AttemptRun second;
        synchronized (this) {
            AttemptRun slow = stopped == null ? runs.slow() : null;
            second = slow == null || plan == null ? null : beside(plan.beside(slow.member));
        }
        if (second != null) {
            context.limits().start(second, promptTokens());
        }
    }

    private @Nullable AttemptRun beside(AttemptPlan.@Nullable Second asked) {
        if (asked == null) {
            return null;
        }
        try {
            return add(asked.member(), asked.permit(), Duration.ZERO);
        } catch (RuntimeException failure) {
            asked.permit().dropped();
            LOG.log(Level.WARNING, "The model " + asked.member().name() + " could not be asked too", failure);
            return null;
        }
    }

    final synchronized List<AttemptRun> underWay() {
        return runs.all();
    }

    /** Whether the attempt is the one that answers, now that it has content: another one is then given up. */
    final boolean claim(AttemptRun by) {
        Map<AttemptRun, Attempt> losers;
        synchronized (this) {
            if (!runs.claim(by)) {
                return false;
            }
            losers = giveUpAllBut(by);
        }
        losers.forEach(AttemptRun::lose);
        return true;
    }

    /** Takes the other attempts out of the race, and records them. */
    private Map<AttemptRun, Attempt> giveUpAllBut(AttemptRun by) {
        Map<AttemptRun, Attempt> losers = new LinkedHashMap<>();
        for (AttemptRun loser : runs.removeAllBut(by)) {
            Attempt lost = loser.lost(promptTokens());
            attempts.add(lost);
            losers.put(loser, lost);
            Objects.requireNonNull(plan).putBack(loser.member);
            if (runs.isFirst(loser)) {
                loser.member.hedging().took(isStreamed(), loser.elapsed()); // it takes at least as long
            }
        }
        return losers;
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
        if (!claim(by)) {
            return; // another model has answered meanwhile
        }
        by.permit.answered();
        Attempt attempt = by.answered(response, promptTokens());
        by.settle(attempt);
        synchronized (this) {
            attempts.add(attempt);
        }
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
        by.tellHealth(failure);
        Map<AttemptRun, Attempt> losers = Map.of();
        Attempt attempt = by.failed(failure, promptTokens());
        LlmRouterException reason;
        boolean last;
        synchronized (this) {
            if (!runs.remove(by)) {
                return; // another model has answered meanwhile
            }
            attempts.add(attempt);
            reason = stopped;
            if (reason == null && !mayAnswerInstead(by, failure)) {
                losers = giveUpAllBut(by);
            }
            last = runs.isEmpty();
        }
        by.settle(attempt);
        losers.forEach(AttemptRun::lose);
        if (last) {
            goOn(by, reason != null ? failure : causeOf(by, failure), reason);
        }
    }

    /** Whether the other attempt is to go on: what one model says of the request may hold for all. */
    private boolean mayAnswerInstead(AttemptRun by, LlmRouterException failure) {
        return !runs.isFirst(by) || RetryRule.of(failure).nextModel() != RetryRule.NextModel.NO;
    }

    private void goOn(AttemptRun by, LlmRouterException failure, @Nullable LlmRouterException reason) {
        AttemptPlan steps = plan;
        LlmRouterException meaning = meaningOf(reason != null ? reason : failure);
        Step step = reason != null || steps == null || isFinal(by) ? null : steps.after(by.member, failure, left());
        if (step == null) {
            end(null, meaning);
            return;
        }
        lastFailure = meaning;
        beforeNextAttempt(by);
        waitFor(step);
    }

    /** Whether no other attempt may follow, whatever the table says. */
    boolean isFinal(AttemptRun failed) {
        return false;
    }

    /** Something to prepare between a failed attempt and the next. */
    void beforeNextAttempt(AttemptRun failed) {}

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

    private void end(@Nullable ChatResponse response, @Nullable LlmRouterException error) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            runs.clear();
            if (deadline != null) {
                deadline.cancel();
            }
        }
        tab.settle(List.copyOf(attempts));
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

    private synchronized long promptTokens() {
        return selection == null ? 0 : selection.promptTokens();
    }

    /** The time left for the whole call; {@code null} if it has no deadline. */
    private @Nullable Duration left() {
        Duration limit = limit();
        return limit.isZero() ? null : limit.minusNanos(timing().nanoTime() - startedAt);
    }
}
