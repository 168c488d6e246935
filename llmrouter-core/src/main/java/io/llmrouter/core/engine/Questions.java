package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.ModelCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the strategy asks models for one call, and the attempts that it took. It is closed when the strategy has decided,
 * or the call has ended: what is still asked is given up then. Safe for concurrent use.
 */
final class Questions implements ModelCalls {
    private final CallContext context;
    private final ChatRequest request;
    private final List<Question> open = new ArrayList<>(0);
    private final List<Answered> answers = new ArrayList<>(0);
    private final List<Attempt> attempts = new ArrayList<>(0);
    private boolean closed;

    private record Answered(ChatResponse answer, Attempt attempt) {}

    /**
     * Creates what asks nothing yet.
     *
     * @param request the request of the call
     */
    Questions(CallContext context, ChatRequest request) {
        this.context = context;
        this.request = request;
    }

    @Override
    public CompletableFuture<ChatResponse> ask(ChatModel model, ChatRequest asked) {
        if (!(model instanceof MemberModel known)) {
            return model.chatAsync(asked);
        }
        var question = new Question(context, known, forCaller(asked, known.member()), deadline(asked));
        if (!enter(question)) {
            return CompletableFuture.failedFuture(decidedWithout());
        }
        // The strategy is told after the attempts are noted: it may decide on the spot.
        CompletableFuture<ChatResponse> told =
                question.result().whenComplete((answer, failure) -> note(question, answer, failure));
        told.whenComplete((answer, failure) -> {
            if (told.isCancelled()) {
                question.giveUp();
            }
        });
        question.begin();
        return told;
    }

    /** The question as of whoever asks the call: its budgets and its trace are the caller's. */
    private ChatRequest forCaller(ChatRequest asked, Member member) {
        return asked.toBuilder()
                .model(member.name())
                .endUser(request.endUser().orElse(null))
                .tags(request.tags())
                .trace(request.trace().orElse(null))
                .build();
    }

    /** The question's own deadline if it is the shorter one; else none, since that of the call spans it. */
    private Duration deadline(ChatRequest asked) {
        Duration own = asked.deadline().orElse(Duration.ZERO);
        Duration whole = request.deadline().orElse(context.deadline());
        return whole.isZero() || own.compareTo(whole) < 0 ? own : Duration.ZERO;
    }

    private synchronized boolean enter(Question question) {
        if (!closed) {
            open.add(question);
        }
        return !closed;
    }

    private synchronized void note(Question question, @Nullable ChatResponse answer, @Nullable Throwable failure) {
        open.remove(question);
        if (answer != null) {
            List<Attempt> tried = answer.routing().attempts();
            tried.forEach(attempt -> attempts.add(asked(attempt)));
            answers.add(new Answered(answer, tried.get(tried.size() - 1)));
        } else if (failure instanceof LlmRouterException known) {
            known.attempts().forEach(attempt -> attempts.add(asked(attempt)));
        }
    }

    private static Attempt asked(Attempt attempt) {
        return new Attempt(
                attempt.model(),
                attempt.provider(),
                attempt.waited(),
                attempt.duration(),
                attempt.firstToken(),
                attempt.usage(),
                attempt.cost(),
                false,
                attempt.error(),
                true);
    }

    /** Gives up what is still asked; nothing more can be asked. */
    void close(LlmRouterException reason) {
        close().forEach(question -> question.stop(reason));
    }

    /** The strategy has decided: what it still asks is given up. */
    void decided() {
        List<Question> left = close();
        if (!left.isEmpty()) {
            LlmRouterException reason = decidedWithout();
            left.forEach(question -> question.stop(reason));
        }
    }

    private synchronized List<Question> close() {
        closed = true;
        return List.copyOf(open);
    }

    private static LlmRouterException decidedWithout() {
        return new CancelledException(ErrorFacts.because("The strategy has decided without this answer")
                .build());
    }

    /**
     * Takes the attempt out that gave an answer: it is the one that answers the caller.
     *
     * @return {@code null} if none of the questions was answered so
     */
    @SuppressWarnings("ReferenceEquality") // two models may say the same
    synchronized @Nullable Attempt take(ChatResponse answer) {
        for (Answered given : answers) {
            if (given.answer() == answer) {
                attempts.remove(attempts.lastIndexOf(asked(given.attempt())));
                return given.attempt();
            }
        }
        return null;
    }

    /** What was asked, in the order of the ends. */
    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }
}
