package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.config.OnUnsupported;
import io.llmrouter.core.engine.AttemptPlan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a call does from one attempt to the next: finds a model with room, waits, moves on. It shares the lock of its
 * call. Safe for concurrent use.
 */
final class Steps {
    private final Call call;
    private final CallContext context;
    private final Race race;
    private final Selection selection;
    private final AttemptPlan plan;
    private @Nullable Search search;
    private Timing.@Nullable Cancellable wait;
    private volatile @Nullable LlmRouterException lastFailure;
    /** How long the call has waited in line. */
    private Duration queued = Duration.ZERO;

    Steps(Call call, CallContext context, Race race, Selection selection) {
        this.call = call;
        this.context = context;
        this.race = race;
        this.selection = selection;
        int retries = selection
                .member()
                .entry()
                .resilience()
                .with(call.request().options())
                .maxRetries();
        List<Member> others = context.limits().affordable(call.request(), selection);
        this.plan = new AttemptPlan(selection, others, retries, context.backoff());
    }

    /** Asks the chosen model. */
    void begin() {
        attempt(selection.member(), Duration.ZERO);
    }

    /** An attempt has failed, and the call goes on: the same model again, another one, or the end. */
    void after(AttemptRun failed, LlmRouterException failure) {
        LlmRouterException meaning = call.meaningOf(failure);
        Step step;
        synchronized (call) {
            step = plan.after(failed.member, failure, call.left());
        }
        if (step == null) {
            call.end(null, meaning);
            return;
        }
        lastFailure = meaning;
        call.beforeNextAttempt(failed);
        waitFor(step);
    }

    private void waitFor(Step step) {
        if (step.delay().isZero()) {
            attempt(step.member(), Duration.ZERO);
            return;
        }
        synchronized (call) {
            if (!call.isOver()) {
                wait = context.timing().after(step.delay(), () -> attempt(step.member(), step.delay()));
                return;
            }
        }
        LlmRouterException reason = call.stopped();
        if (reason != null) {
            call.end(null, call.meaningOf(reason));
        }
    }

    /** Asks a model, or another one where it has no room; waits in line where none has. */
    private void attempt(Member member, Duration waited) {
        int priority = call.request().options().priorityOrUsual();
        Entry entry = context.gate().enterAtOnce(member, priority);
        if (entry != null) {
            letIn(entry, waited);
            return;
        }
        Search next;
        synchronized (call) {
            wait = null;
            if (call.isOver()) {
                return;
            }
            next = new Search(
                    context,
                    call.request(),
                    selection.promptTokens(),
                    plan.orElse(member),
                    call.left(),
                    queued,
                    new AfterSearch(waited));
            search = next;
        }
        next.start();
    }

    /** Gives up a wait, or a place in line; the attempts under way are the race's. */
    void giveUp() {
        Search searching;
        synchronized (call) {
            searching = search;
            if (wait != null) {
                wait.cancel();
            }
        }
        if (searching != null) {
            searching.giveUp();
        }
    }

    private void letIn(Entry entry, Duration waited) {
        AttemptRun run;
        try {
            run = begun(entry, waited);
        } catch (RuntimeException failure) {
            entry.giveBack();
            call.end(null, CallErrors.ofDecision(failure));
            return;
        }
        if (run == null) {
            entry.giveBack();
        } else {
            run.start();
        }
    }

    /** The attempt that was let in, to be started; {@code null} if the call has ended meanwhile. */
    private @Nullable AttemptRun begun(Entry entry, Duration waited) {
        synchronized (call) {
            wait = null;
            search = null;
            if (call.isOver()) {
                return null;
            }
            plan.asked(entry.member());
            AttemptRun run = newRun(entry, waited);
            race.begin(run, selection.fallbacks().isEmpty() ? null : this);
            return run;
        }
    }

    /** An attempt with the request as its model is to get it. */
    AttemptRun newRun(Entry entry, Duration waited) {
        Member member = entry.member();
        ChatRequest whole = call.nextRequest(call.request(), member);
        List<String> lost = Unsupported.of(whole, member);
        ChatRequest shaped = RequestShaper.fit(
                Unsupported.without(whole, lost, member.info()), member.info(), selection.promptTokens());
        AttemptRun run = call.newRun(entry, shaped, waited);
        if (member.entry().onUnsupported() == OnUnsupported.WARN) {
            member.leftOut(lost);
            run.leftOut(lost);
        }
        return run;
    }

    /** Under the lock: the fallback to be asked beside a slow model; {@code null} if there is none. */
    @Nullable
    Member beside(Member slow) {
        return call.isOver() ? null : plan.beside(slow, this::seemsToHaveRoom);
    }

    private boolean seemsToHaveRoom(Member member) {
        return member.health().untilAvailable().isEmpty()
                && context.gate()
                        .objection(member, call.request(), selection.promptTokens())
                        .isEmpty();
    }

    /** Under the lock: a model that was asked beside another has not failed, and may be asked again. */
    void putBack(Member member) {
        plan.putBack(member);
    }

    CompletableFuture<Reply> askForRoom(Member member) {
        return context.gate().ask(member, call.request(), selection.promptTokens());
    }

    /** What follows a search for a model with room. */
    private final class AfterSearch implements Search.Found {
        private final Duration before;

        AfterSearch(Duration before) {
            this.before = before;
        }

        @Override
        public void letIn(Entry entry, Duration waited) {
            synchronized (call) {
                queued = queued.plus(waited);
            }
            Steps.this.letIn(entry, before.plus(waited));
        }

        @Override
        public void sentAway(LlmRouterException error) {
            call.end(null, Objects.requireNonNullElse(lastFailure, error));
        }
    }
}
