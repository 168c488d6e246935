package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An attempt whose answer comes whole. */
final class PlainRun extends AttemptRun {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Deadlines deadlines;
    private volatile @Nullable CompletableFuture<ChatResponse> answer;

    PlainRun(Call call, Member member, ChatRequest request, Admission.Permit permit, Duration waited) {
        super(call, member, request, permit, waited);
        this.deadlines = Deadlines.plain(this);
    }

    @Override
    void start() {
        if (ended.get()) {
            return;
        }
        asked();
        CompletableFuture<ChatResponse> asked;
        try {
            asked = member.model().chatAsync(request);
        } catch (RuntimeException | LinkageError failure) {
            end(null, failure);
            return;
        }
        answer = asked;
        deadlines.arm();
        asked.whenComplete(this::end);
        if (ended.get()) {
            asked.cancel(true);
        }
    }

    @Override
    void abort(LlmRouterException reason) {
        end(null, reason);
        CompletableFuture<ChatResponse> asked = answer;
        if (asked != null) {
            asked.cancel(true);
        }
    }

    private void end(@Nullable ChatResponse response, @Nullable Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        deadlines.disarm();
        member.ended();
        if (response != null) {
            member.answeredAfter(elapsed());
            member.hedging().took(false, elapsed());
            call.answered(this, response);
        } else if (failure != null) {
            call.failed(this, typed(failure));
        } else {
            call.failed(this, typed(new NullPointerException("the model answered null")));
        }
    }

    @Override
    @Nullable
    Duration firstToken() {
        return null;
    }

    @Override
    long answerChars() {
        return 0;
    }

    @Override
    boolean committed() {
        return false;
    }
}
