package io.llmrouter.cli.chaos;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Router;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Asks through the library. */
final class RouterCaller implements Caller {
    private final Router router;

    RouterCaller(Router router) {
        this.router = router;
    }

    @Override
    public Outcome ask(String model, boolean stream, Duration patience, LongSupplier now) throws InterruptedException {
        ChatRequest request =
                ChatRequest.builder().model(model).user("Count to sixty.").build();
        long start = now.getAsLong();
        Duration at = Duration.ofNanos(start);
        var sink = new Collector();
        CompletableFuture<ChatResponse> answer;
        Runnable cancel;
        if (stream) {
            StreamHandle handle = router.stream(request, sink);
            answer = sink.whole;
            cancel = handle::cancel;
        } else {
            answer = router.chatAsync(request);
            cancel = () -> answer.cancel(true);
        }
        try {
            ChatResponse response = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            String text = stream ? sink.text() : response.text();
            return whole(at, Duration.ofNanos(now.getAsLong() - start), text, response);
        } catch (ExecutionException failed) {
            Throwable cause = Objects.requireNonNull(failed.getCause());
            return failed(at, Duration.ofNanos(now.getAsLong() - start), sink.text(), cause);
        } catch (TimeoutException hangs) {
            cancel.run();
            Duration took = Duration.ofNanos(now.getAsLong() - start);
            return Outcome.failed(at, took, sink.text(), Outcome.Failure.HANG, "");
        }
    }

    private static Outcome whole(Duration at, Duration took, String text, ChatResponse response) {
        List<Attempt> attempts = response.routing().attempts();
        List<BigDecimal> failedCosts = attempts.stream()
                .filter(attempt -> !attempt.succeeded() && attempt.cost() != null)
                .map(attempt -> Objects.requireNonNull(attempt.cost()))
                .toList();
        return new Outcome(
                at, took, text, response.model(), response.usage(), failedCosts, null, heard(attempts, response));
    }

    private static Outcome failed(Duration at, Duration took, String text, Throwable cause) {
        String type = cause.getClass().getName().replaceFirst("^io\\.llmrouter\\.api\\.error\\.", "");
        List<Attempt> attempts = cause instanceof LlmRouterException known ? known.attempts() : List.of();
        var failure = new Outcome.Failure(type.replace('$', '.'), String.valueOf(cause.getMessage()));
        return Outcome.failed(at, took, text, failure, heard(attempts, cause));
    }

    private static String heard(List<Attempt> attempts, Object end) {
        var heard = new StringBuilder(end instanceof Throwable ? end.toString() : "");
        attempts.forEach(attempt ->
                attempt.failure().ifPresent(failure -> heard.append('\n').append(failure)));
        return heard.toString();
    }

    /** Collects an answer that comes in pieces. */
    private static final class Collector implements StreamingSink {
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

        /** Also asked while a stream hangs. */
        synchronized String text() {
            return text.toString();
        }

        @Override
        public synchronized void onDelta(Delta delta) {
            if (delta instanceof Delta.Text piece) {
                text.append(piece.text());
            }
        }

        @Override
        public synchronized void onRestart() {
            text.setLength(0);
        }

        @Override
        public void onComplete(ChatResponse response) {
            whole.complete(response);
        }

        @Override
        public void onError(LlmRouterException error) {
            whole.completeExceptionally(error);
        }
    }
}
