package io.llmrouter.http.provider;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.http.HttpHead;
import io.llmrouter.wire.StreamDecoder.Progress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/**
 * A call whose answer is wanted piece by piece.
 *
 * <p>It ends with the answer, not with the connection: what follows the end mark is only read so that the connection can
 * be used again, for a short grace. The same grace is given to the usage once the model has stopped.
 */
final class StreamCall implements AnswerListener, StreamHandle {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Upstream upstream;
    private final StreamingSink sink;
    private final KeyedExchange exchange;
    private final Turn turn;
    private final Grace grace;
    private AnswerReader reader;
    private volatile boolean stopped;
    private volatile boolean paused;

    StreamCall(Upstream upstream, StreamingSink sink) {
        this.upstream = upstream;
        this.sink = sink;
        this.exchange = new KeyedExchange(upstream, true, this);
        this.turn = new Turn(upstream.transport());
        this.grace = new Grace(GRACE, upstream.transport(), this::onGraceOver);
        this.reader = new EventReader(upstream.format());
    }

    StreamHandle start(ChatRequest request) {
        upstream.transport().execute(() -> open(request));
        return this;
    }

    private void open(ChatRequest request) {
        byte[] body = {};
        try {
            tellSink(() -> sink.onStart(this));
            body = upstream.encode(request, true);
        } catch (LlmRouterException refused) {
            fail(refused);
        } catch (RuntimeException unforeseen) {
            fail(upstream.failures().unforeseen(unforeseen));
        }
        turn.release();
        if (!turn.isEnding()) {
            exchange.start(request, body, request.trace().orElse(null));
        }
    }

    @Override
    public void cancel() {
        fail(CancelledException.byCaller());
    }

    @Override
    public void pause() {
        paused = true;
        exchange.pause();
        awaitRest();
    }

    @Override
    public void resume() {
        paused = false;
        exchange.resume();
        awaitRest();
    }

    @Override
    public void onAnswer(HttpHead head) {
        String type = head.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/json") || type.startsWith("text/html")) {
            reader = new WholeReader(upstream);
        }
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        speak(() -> {
            reader.read(bytes, this::tell);
            stopped = reader.progress() == Progress.STOPPED;
            if (reader.progress() == Progress.ENDED) {
                complete();
            }
        });
        awaitRest();
    }

    @Override
    public void onEnd() {
        grace.stop();
        speak(() -> {
            reader.end(this::tell);
            complete();
        });
    }

    @Override
    public void onFailure(LlmRouterException failure) {
        grace.stop();
        speak(() -> {
            if (stopped) {
                complete();
            } else {
                fail(failure);
            }
        });
    }

    private void onGraceOver() {
        if (stopped) {
            speak(this::complete);
        }
        if (turn.isEnding()) {
            exchange.cancel();
        }
    }

    /** Once the answer is there, or its model has stopped, what is still to come is not waited for long. */
    private void awaitRest() {
        if (turn.isEnding() || (stopped && !paused)) {
            if (grace.isOver()) {
                onGraceOver();
            } else {
                grace.begin();
            }
        } else {
            grace.stop();
        }
    }

    /** Speaks to the sink, unless all is said; what goes wrong ends the call. */
    private void speak(Runnable words) {
        if (!turn.take()) {
            return;
        }
        try {
            words.run();
        } catch (LlmRouterException wrong) {
            fail(exchange.settled(wrong));
        } catch (RuntimeException unforeseen) {
            fail(exchange.settled(upstream.failures().unforeseen(unforeseen)));
        } finally {
            turn.release();
        }
    }

    private void tell(Delta piece) {
        if (!turn.isEnding()) {
            tellSink(() -> sink.onDelta(piece));
        }
    }

    private void complete() {
        ChatResponse whole = reader.finish();
        turn.end(() -> lastWord(() -> sink.onComplete(whole)));
    }

    private void fail(LlmRouterException failure) {
        exchange.cancel();
        turn.end(() -> lastWord(() -> sink.onError(failure)));
    }

    private void tellSink(Runnable words) {
        try {
            words.run();
        } catch (RuntimeException | Error thrown) {
            throw upstream.failures().sinkFailed(thrown);
        }
    }

    private void lastWord(Runnable words) {
        try {
            words.run();
        } catch (RuntimeException | Error thrown) {
            System.getLogger(StreamCall.class.getName())
                    .log(System.Logger.Level.WARNING, "A sink failed at the end of its stream", thrown);
        }
    }
}
