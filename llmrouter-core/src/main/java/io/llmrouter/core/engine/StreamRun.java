package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt whose answer comes in pieces.
 *
 * <p>The model tells its pieces one at a time; a deadline or a cancellation can come in between, or while the caller is
 * still busy with a piece. Then the socket closes at once, and the end is told when the caller is done with that piece.
 */
final class StreamRun extends AttemptRun implements StreamingSink {
    private static final int MAX_EARLY = 64;
    /** As much as an answer in one piece may be, and far more than any model says: one that never stops is stopped. */
    static final long MAX_ANSWER_CHARS = 64 << 20;

    private final StreamCall stream;
    private final Deadlines deadlines;

    private volatile @Nullable StreamHandle handle;
    private @Nullable Duration firstToken;
    private final List<Delta> early = new ArrayList<>();
    private long answerChars;
    private boolean committed;

    private boolean delivering;
    private boolean ended;
    private @Nullable Runnable atEnd;

    StreamRun(StreamCall call, Entry entry, ChatRequest request, Duration waited) {
        super(call, entry, request, waited);
        this.stream = call;
        this.deadlines = Deadlines.streaming(this);
    }

    @Override
    void start() {
        if (hasEnded()) {
            return;
        }
        asked();
        deadlines.arm();
        try {
            StreamHandle opened = member.model().stream(request, this);
            handle = opened;
            if (hasEnded()) {
                opened.cancel();
            } else if (stream.isPaused()) {
                opened.pause();
            }
        } catch (RuntimeException | LinkageError failure) {
            end(() -> call.failed(this, typed(failure)));
        }
    }

    @Override
    void abort(LlmRouterException reason) {
        Runnable tell = () -> call.failed(this, reason);
        boolean first = begunToEnd(tell);
        StreamHandle open = handle;
        if (open != null) {
            open.cancel(); // before the next call gets this one's place
        }
        if (first) {
            ended(tell);
        }
    }

    void pause() {
        deadlines.hold();
        StreamHandle open = handle;
        if (open != null) {
            open.pause();
        }
    }

    void resume() {
        deadlines.release();
        StreamHandle open = handle;
        if (open != null) {
            open.resume();
        }
    }

    @Override
    public void onStart(StreamHandle opened) {
        handle = opened;
        if (hasEnded()) {
            opened.cancel();
        }
    }

    @Override
    public void onDelta(Delta delta) {
        synchronized (this) {
            if (ended) {
                return;
            }
            delivering = true;
        }
        deadlines.hold();
        try {
            if (firstToken == null && isEmpty(delta)) {
                keepForLater(delta);
            } else if (firstToken != null || call.claim(this)) {
                deadlines.content();
                note(delta);
                if (answerChars > MAX_ANSWER_CHARS) {
                    abort(endless());
                } else {
                    tell(delta);
                }
            }
        } finally {
            if (!stream.isPaused()) {
                deadlines.release();
            }
            delivered();
        }
    }

    @Override
    public void onComplete(ChatResponse response) {
        end(() -> {
            if (!call.claim(this)) {
                return; // another model has answered meanwhile
            }
            early.forEach(delta -> stream.delta(this, delta));
            member.answeredAfter(firstToken == null ? elapsed() : firstToken);
            stream.completed(this, response);
        });
    }

    @Override
    public void onError(LlmRouterException error) {
        end(() -> call.failed(this, error instanceof CancelledException ? error : typed(error)));
    }

    /** Whether the piece says nothing yet: it is no first token, and the caller does not get it before there is one. */
    private static boolean isEmpty(Delta delta) {
        return (delta instanceof Delta.Text text && text.text().isEmpty())
                || (delta instanceof Delta.Reasoning reasoning
                        && reasoning.text().isEmpty());
    }

    private LlmRouterException endless() {
        return new BadResponseException(
                ErrorFacts.because("Expected an answer of at most " + MAX_ANSWER_CHARS + " characters, found more")
                        .model(member.name())
                        .provider(member.info().provider())
                        .build());
    }

    private void keepForLater(Delta delta) {
        if (early.size() < MAX_EARLY) {
            early.add(delta);
        }
    }

    private void tell(Delta delta) {
        for (Delta before : early) {
            stream.delta(this, before);
        }
        early.clear();
        stream.delta(this, delta);
    }

    private void note(Delta delta) {
        if (firstToken == null) {
            firstToken = elapsed();
            member.hedging().took(true, firstToken);
            permit.begun();
        }
        if (delta instanceof Delta.Text text) {
            answerChars += text.text().length();
        } else if (delta instanceof Delta.Reasoning reasoning) {
            answerChars += reasoning.text().length();
        } else if (delta instanceof Delta.ToolCall tool) {
            answerChars += tool.arguments().length();
        }
    }

    /** The caller has got a piece of this attempt. */
    void commit() {
        committed = true;
    }

    private void delivered() {
        Runnable pending;
        synchronized (this) {
            delivering = false;
            pending = atEnd;
        }
        if (pending != null) {
            pending.run();
        }
    }

    private void end(Runnable tell) {
        if (begunToEnd(tell)) {
            ended(tell);
        }
    }

    /** Nothing more is taken from the model; {@code false} if it was so before. */
    private boolean begunToEnd(Runnable tell) {
        deadlines.disarm();
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            if (delivering) {
                atEnd = tell;
            }
            return true;
        }
    }

    private void ended(Runnable tell) {
        member.ended();
        boolean later;
        synchronized (this) {
            later = atEnd != null;
        }
        if (!later) {
            tell.run();
        }
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    @Override
    @Nullable
    Duration firstToken() {
        return firstToken;
    }

    @Override
    long answerChars() {
        return answerChars;
    }

    @Override
    boolean committed() {
        return committed;
    }
}
