package io.llmrouter.bedrock;

import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ProviderUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/** One streamed call: it asks for an event when the sink has taken the one before, so that a slow sink slows the socket. */
final class ConverseStreamCall
        implements StreamHandle, ConverseStreamResponseHandler, Subscriber<ConverseStreamOutput> {
    private static final int SECONDS_FOR_END_OF_BODY = 2;

    private final SerialSink sink;
    private final StreamAssembler assembler;
    private final Function<Throwable, LlmRouterException> errors;
    private final Executor executor;
    private @Nullable Subscription subscription;
    private @Nullable CompletableFuture<Void> call;
    private boolean cancelled;
    private boolean paused;
    private boolean owesRequest;

    /**
     * Creates the call.
     *
     * @param errors makes an error of the router of a failure
     * @param executor runs what must not keep the caller of {@link #cancel()} waiting
     */
    ConverseStreamCall(
            String modelId, StreamingSink sink, Function<Throwable, LlmRouterException> errors, Executor executor) {
        this.sink = new SerialSink(sink);
        this.assembler = new StreamAssembler(modelId, delta -> this.sink.tell(to -> to.onDelta(delta)));
        this.errors = errors;
        this.executor = executor;
    }

    /** Tells the sink that the call begins, and begins it. */
    void begin(Function<ConverseStreamResponseHandler, CompletableFuture<Void>> caller) {
        try {
            sink.tell(to -> to.onStart(this));
        } catch (RuntimeException failure) {
            sinkFailed(failure);
        }
        if (isCancelled()) {
            return;
        }
        try {
            CompletableFuture<Void> started = caller.apply(this);
            if (keep(started)) {
                Futures.whenDone(started, (done, failure) -> {
                    if (failure != null) {
                        fail(failure);
                    }
                });
            } else {
                started.cancel(true);
            }
        } catch (RuntimeException | LinkageError failure) {
            fail(failure);
        }
    }

    /** Ends the call; the SDK tells of one failure in several ways, of which the first counts. */
    void fail(Throwable failure) {
        if (isCancelled()) {
            return;
        }
        sink.fail(errors.apply(failure));
        abort();
    }

    @Override
    public void responseReceived(ConverseStreamResponse response) {
        assembler.requestId(response.responseMetadata().requestId());
    }

    @Override
    public void onEventStream(SdkPublisher<ConverseStreamOutput> events) {
        events.subscribe(this);
    }

    @Override
    public void exceptionOccurred(Throwable failure) {
        fail(failure);
    }

    @Override
    public void complete() {}

    @Override
    public void onSubscribe(Subscription events) {
        boolean wanted;
        synchronized (this) {
            subscription = events;
            wanted = !cancelled;
        }
        if (wanted) {
            requestNext();
        } else {
            events.cancel();
        }
    }

    @Override
    public void onNext(ConverseStreamOutput event) {
        if (isCancelled()) {
            return;
        }
        try {
            event.accept(assembler);
        } catch (RuntimeException failure) {
            sinkFailed(failure);
            return;
        }
        if (assembler.complete()) {
            sink.complete(assembler.response());
            // The body should end here. It is read to its end so that the connection can serve again, but not for long.
            CompletableFuture.delayedExecutor(SECONDS_FOR_END_OF_BODY, TimeUnit.SECONDS, executor)
                    .execute(this::abort);
        }
        requestNext();
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
    }

    @Override
    public void onComplete() {
        if (assembler.mayEnd()) {
            sink.complete(assembler.response());
        } else {
            fail(new ProviderUnavailableException(ErrorFacts.because(
                            "The stream ended before the message did: expected messageStop, found the end of the body")
                    .provider(BedrockProvider.NAME)
                    .help("Try again, or add a fallback model.")
                    .build()));
        }
    }

    @Override
    public void cancel() {
        abort();
        try {
            executor.execute(() -> sink.fail(CancelledException.byCaller()));
        } catch (RejectedExecutionException closed) {
            sink.fail(CancelledException.byCaller());
        }
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        Subscription events;
        synchronized (this) {
            paused = false;
            events = owesRequest ? subscription : null;
            owesRequest = false;
        }
        if (events != null) {
            events.request(1);
        }
    }

    private void requestNext() {
        Subscription events;
        synchronized (this) {
            owesRequest = paused;
            events = paused ? null : subscription;
        }
        if (events != null) {
            events.request(1);
        }
    }

    private void sinkFailed(RuntimeException failure) {
        sink.fail(new CancelledException(ErrorFacts.because("The call was cancelled because its sink failed with "
                        + failure.getClass().getName())
                .provider(BedrockProvider.NAME)
                .cause(failure)
                .build()));
        abort();
    }

    private void abort() {
        Subscription events;
        CompletableFuture<Void> running;
        synchronized (this) {
            cancelled = true;
            events = subscription;
            running = call;
        }
        if (events != null) {
            events.cancel();
        }
        if (running != null) {
            running.cancel(true);
        }
    }

    private synchronized boolean keep(CompletableFuture<Void> started) {
        call = started;
        return !cancelled;
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }
}
