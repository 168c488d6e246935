package io.llmrouter.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One exchange over the JDK's client: asks for the next buffers only when the listener is done with the last. */
final class JdkHttpExchange implements HttpExchange, BodySubscriber<Void> {
    private final JdkHttpTransport transport;
    private final HttpCall call;
    private final HttpListener listener;
    private final CompletableFuture<Void> body = new CompletableFuture<>();

    private @Nullable CompletableFuture<HttpResponse<Void>> response;
    private Flow.@Nullable Subscription subscription;
    private boolean started;
    private boolean paused;
    private boolean wanting;
    private boolean cancelled;
    private boolean over;

    JdkHttpExchange(JdkHttpTransport transport, HttpCall call, HttpListener listener) {
        this.transport = transport;
        this.call = call;
        this.listener = listener;
    }

    @Override
    public void start() {
        synchronized (this) {
            if (started || over) {
                return;
            }
            started = true;
        }
        CompletableFuture<HttpResponse<Void>> sent = send();
        var unused = sent.whenComplete((answer, failure) -> {
            if (failure != null) {
                fail(failure);
            }
        });
        boolean unwanted;
        synchronized (this) {
            response = sent;
            unwanted = cancelled;
        }
        if (unwanted) {
            sent.cancel(true);
        }
    }

    private CompletableFuture<HttpResponse<Void>> send() {
        try {
            var request = HttpRequest.newBuilder(call.uri()).POST(HttpRequest.BodyPublishers.ofByteArray(call.body()));
            call.headers().forEach(request::header);
            return transport.client(call.connectTimeout()).sendAsync(request.build(), this::head);
        } catch (IllegalArgumentException impossible) {
            // Not its cause: the JDK's message repeats the header, and that may be a key.
            return CompletableFuture.failedFuture(new IOException("The JDK's client refuses to make this request"));
        } catch (IllegalStateException closed) {
            return CompletableFuture.failedFuture(new IOException(closed));
        }
    }

    private BodySubscriber<Void> head(HttpResponse.ResponseInfo info) {
        if (!isOver()) {
            listener.onHead(new Head(info));
        }
        return this;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean unwanted;
        synchronized (this) {
            this.subscription = subscription;
            unwanted = cancelled;
        }
        if (unwanted) {
            subscription.cancel();
        } else {
            readOn();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (isOver()) {
                return;
            }
            listener.onBytes(buffer);
        }
        readOn();
    }

    @Override
    public void onComplete() {
        if (end()) {
            listener.onEnd();
        }
        body.complete(null);
    }

    @Override
    public void onError(Throwable failure) {
        fail(failure);
        body.completeExceptionally(failure);
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    /** On another thread, since asking for more may tell the listener at once. */
    @Override
    public void resume() {
        synchronized (this) {
            paused = false;
            if (!wanting) {
                return;
            }
            wanting = false;
        }
        transport.execute(this::readOn);
    }

    /** Cancelling the response closes the socket before the head has come, cancelling the subscription after. */
    @Override
    public void cancel() {
        Flow.Subscription reading;
        CompletableFuture<?> waiting;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cancelled = true;
            reading = subscription;
            waiting = response;
        }
        if (reading != null) {
            reading.cancel();
        }
        if (waiting != null) {
            waiting.cancel(true);
        }
    }

    private void readOn() {
        Flow.Subscription reading;
        synchronized (this) {
            if (paused || over) {
                wanting = true;
                return;
            }
            reading = subscription;
        }
        if (reading != null) {
            reading.request(1);
        }
    }

    private void fail(Throwable failure) {
        if (end()) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            listener.onFailure(kindOf(cause), cause);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    private static TransportFailure kindOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpConnectTimeoutException) {
                return TransportFailure.CONNECT_TIMEOUT;
            } else if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return TransportFailure.UNKNOWN_HOST;
            } else if (cause instanceof SSLException) {
                return TransportFailure.TLS;
            } else if (cause instanceof ProtocolException) {
                return TransportFailure.NOT_HTTP;
            }
        }
        return failure instanceof ConnectException ? TransportFailure.REFUSED : TransportFailure.BROKEN;
    }

    private record Head(HttpResponse.ResponseInfo info) implements HttpHead {
        @Override
        public int status() {
            return info.statusCode();
        }

        @Override
        public Optional<String> header(String name) {
            return info.headers().firstValue(name);
        }
    }
}
