package io.llmrouter.bedrock;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/** The SDK's HTTP over {@code java.net.http}: HTTP/1.1, without a thread that waits. Safe for concurrent use. */
final class JdkHttpClient implements SdkAsyncHttpClient {
    /** Headers that the JDK's client writes itself, and refuses to be told. */
    private static final Set<String> RESTRICTED =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

    private final HttpClient client;
    private final Set<JdkHttpExchange> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    JdkHttpClient(Duration connectTimeout, Executor executor) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor);
        if (!connectTimeout.isZero() && !connectTimeout.isNegative()) {
            builder.connectTimeout(connectTimeout);
        }
        this.client = builder.build();
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        var exchange = new JdkHttpExchange(request.responseHandler());
        running.add(exchange);
        Futures.whenDone(exchange.done(), (done, failure) -> running.remove(exchange));
        if (closed) {
            exchange.fail(new CancellationException("The client is closed"));
        } else {
            exchange.begin(client, () -> requestOf(request.request(), request.requestContentPublisher()));
        }
        return exchange.done();
    }

    @Override
    public String clientName() {
        return "JavaNetHttp";
    }

    /** Closes the sockets of all calls under way; the client's thread ends when nothing refers to it any more. */
    @Override
    public void close() {
        closed = true;
        running.forEach(exchange -> exchange.fail(new CancellationException("The client is closed")));
    }

    private static HttpRequest requestOf(SdkHttpRequest request, SdkHttpContentPublisher content) {
        var builder =
                HttpRequest.newBuilder(request.getUri()).method(request.method().name(), bodyOf(content));
        request.forEachHeader((name, values) -> {
            if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    private static BodyPublisher bodyOf(SdkHttpContentPublisher content) {
        long length = content.contentLength().orElse(-1L);
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        var publisher = FlowAdapters.toFlowPublisher(content);
        return length < 0 ? BodyPublishers.fromPublisher(publisher) : BodyPublishers.fromPublisher(publisher, length);
    }
}
