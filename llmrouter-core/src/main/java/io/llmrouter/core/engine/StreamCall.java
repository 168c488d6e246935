package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Recovery;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.StreamInterruptedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call whose answer comes in pieces.
 *
 * <p>Until the first piece has been handed to the caller, a failed attempt is replaced by the next and the caller never
 * notices. After it, the {@link Recovery} decides; a stream that cannot be completed ends with a
 * {@link StreamInterruptedException}, never with a normal end.
 */
final class StreamCall extends Call implements StreamHandle {
    private final StreamingSink sink;
    private final Delivered delivered = new Delivered();
    private volatile @Nullable HandOver handOver;

    private volatile boolean paused;
    private final Set<String> prefillRefusers = new HashSet<>();
    private @Nullable Continuation continuation;
    private @Nullable StreamRun told;
    private boolean restarting;
    private @Nullable LlmRouterException sinkFailure;

    StreamCall(CallContext context, ChatRequest request, StreamingSink sink) {
        super(context, request);
        this.sink = sink;
    }

    void open() {
        try {
            sink.onStart(this);
        } catch (RuntimeException failure) {
            sinkFailed(failure);
        }
        begin();
    }

    @Override
    public void cancel() {
        giveUp();
    }

    @Override
    public void pause() {
        paused = true;
        streams().forEach(StreamRun::pause);
    }

    @Override
    public void resume() {
        paused = false;
        streams().forEach(StreamRun::resume);
        HandOver going = handOver;
        if (going != null) {
            going.advance();
        }
    }

    private List<StreamRun> streams() {
        return underWay().stream().map(StreamRun.class::cast).toList();
    }

    boolean isPaused() {
        return paused;
    }

    @Override
    AttemptRun newRun(Entry entry, ChatRequest shaped, Duration waited) {
        return new StreamRun(this, entry, shaped, waited);
    }

    @Override
    ChatRequest nextRequest(ChatRequest original, Member member) {
        Continuation going = continuation;
        return going == null ? original : going.requestFor(original, member.info());
    }

    /** A piece of the answer from the attempt under way. */
    void delta(StreamRun run, Delta delta) {
        Delta rest = continuation == null ? delta : continuation.unseen(delta);
        if (continuation != null && continuation.hasDiverged()) {
            run.permit.answered(); // the model is well: its answer is another one
            run.abort(diverged());
            return;
        }
        if (rest == null) {
            return;
        }
        try {
            if (told != run) {
                told = run;
                sink.onModel(reportSoFar(run));
            }
            if (restarting) {
                restarting = false;
                sink.onRestart();
            }
            run.commit();
            delivered.add(rest);
            sink.onDelta(rest);
        } catch (RuntimeException failure) {
            sinkFailed(failure);
        }
    }

    /** The attempt says that the answer is whole. */
    void completed(StreamRun run, ChatResponse response) {
        Continuation going = continuation;
        if (going == null) {
            answered(run, response);
        } else if (going.isComplete()) {
            answered(run, going.whole(response));
        } else {
            going.diverge();
            run.permit.answered();
            failed(run, diverged());
        }
    }

    @Override
    void handOver(ChatResponse answer, RoutingReport soFar, Runnable then) {
        var pieces = new HandOver(Delta.partsOf(answer), this::isPaused, piece -> tell(piece, soFar), then);
        handOver = pieces;
        pieces.advance();
    }

    /** Tells a piece of an answer that is whole already. */
    private void tell(Delta piece, RoutingReport soFar) {
        try {
            if (delivered.isEmpty()) {
                sink.onModel(soFar);
            }
            delivered.add(piece);
            sink.onDelta(piece);
        } catch (RuntimeException failure) {
            sinkFailed(failure);
        }
    }

    @Override
    void endWithoutRuns(Runnable end) {
        HandOver telling = handOver;
        if (telling == null) {
            end.run();
        } else {
            telling.stop(end);
        }
    }

    @Override
    LlmRouterException meaningOf(LlmRouterException failure) {
        if (sinkFailure != null) {
            return sinkFailure;
        }
        return delivered.isEmpty() || failure instanceof CancelledException
                ? failure
                : new StreamInterruptedException(
                        ErrorFacts.because("The stream broke off after about " + delivered.tokens()
                                        + " tokens and could not be completed: " + failure.summary())
                                .provider(failure.provider().orElse(null))
                                .model(failure.model().orElse(null))
                                .help("What was received is not a whole answer. Ask again, or configure fallbacks.")
                                .cause(failure)
                                .build(),
                        delivered.tokens());
    }

    @Override
    LlmRouterException causeOf(AttemptRun failed, LlmRouterException failure) {
        if (continuation == null || !continuation.isPrefilled() || !(failure instanceof InvalidRequestException)) {
            return failure;
        }
        prefillRefusers.add(failed.member.name());
        return new StreamInterruptedException(
                ErrorFacts.because("The model '" + failed.member.name() + "' does not go on from a partial answer")
                        .provider(failed.member.info().provider())
                        .model(failed.member.name())
                        .cause(failure)
                        .build(),
                0);
    }

    @Override
    boolean isFinal(AttemptRun failed) {
        return sinkFailure != null
                || (continuation != null && continuation.hasDiverged())
                || (!delivered.isEmpty()
                        && (failed.resilience().recovery() == Recovery.FAIL || delivered.hasToolCall()));
    }

    @Override
    void beforeNextAttempt(AttemptRun failed) {
        if (delivered.isEmpty()) {
            return;
        }
        if (failed.resilience().recovery() == Recovery.RESTART) {
            restarting = true;
            delivered.clear();
        } else {
            continuation = new Continuation(delivered.text(), prefillRefusers);
        }
    }

    private static LlmRouterException diverged() {
        return new StreamInterruptedException(
                ErrorFacts.because("The next model's answer differs from what was already delivered")
                        .build(),
                0);
    }

    private void sinkFailed(RuntimeException failure) {
        sinkFailure = new CancelledException(ErrorFacts.because("The call was cancelled because its sink failed with "
                        + failure.getClass().getName())
                .cause(failure)
                .build());
        giveUp();
    }

    @Override
    boolean isStreamed() {
        return true;
    }

    @Override
    void tellAnswer(ChatResponse response) {
        sink.onComplete(response);
    }

    @Override
    void tellError(LlmRouterException error) {
        sink.onError(error);
    }
}
