package io.llmrouter.bedrock;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * One request and its response.
 *
 * <p>It ends when {@link #done()} does: with the last byte, with a failure, or because somebody completed it from
 * outside, which is how the SDK gives up. Whatever ends it before the last byte closes the socket.
 */
final class JdkHttpExchange {
    private final SdkAsyncHttpResponseHandler handler;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sending;
    private JdkHttpBody.@Nullable Source body;
    private boolean aborted;

    JdkHttpExchange(SdkAsyncHttpResponseHandler handler) {
        this.handler = handler;
        Futures.whenDone(done, (end, failure) -> {
            if (failure != null) {
                abort();
            }
        });
    }

    CompletableFuture<Void> done() {
        return done;
    }

    void begin(HttpClient client, Supplier<HttpRequest> request) {
        try {
            var future = client.sendAsync(request.get(), BodyHandlers.ofPublisher());
            boolean wanted;
            synchronized (this) {
                sending = future;
                wanted = !aborted;
            }
            if (!wanted) {
                future.cancel(true);
            }
            Futures.whenDone(future, (response, failure) -> {
                if (failure != null) {
                    fail(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                } else {
                    receive(response);
                }
            });
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    /** Ends the exchange, unless it has ended, and tells the SDK why. */
    void fail(Throwable failure) {
        if (!done.isDone()) {
            handler.onError(failure);
            done.completeExceptionally(failure);
        }
    }

    private void receive(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        var source = new JdkHttpBody.Source(response.body());
        boolean wanted;
        synchronized (this) {
            body = source;
            wanted = !aborted;
        }
        if (!wanted) {
            source.cancel();
            return;
        }
        try {
            var headers = SdkHttpResponse.builder().statusCode(response.statusCode());
            response.headers().map().forEach((name, values) -> headers.putHeader(name, values));
            handler.onHeaders(headers.build());
            handler.onStream(new JdkHttpBody(source, response.statusCode(), this));
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void abort() {
        CompletableFuture<?> request;
        JdkHttpBody.Source response;
        synchronized (this) {
            aborted = true;
            request = sending;
            response = body;
        }
        if (response != null) {
            response.cancel();
        } else if (request != null) {
            request.cancel(true);
        }
    }
}
