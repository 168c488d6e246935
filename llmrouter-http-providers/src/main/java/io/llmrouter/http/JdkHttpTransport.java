package io.llmrouter.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The transport of the JDK's {@link HttpClient}, on daemon threads.
 *
 * <p>It speaks HTTP/1.1, one connection an exchange: over HTTP/2 the JDK's client refuses exchanges beyond the server's
 * limit of concurrent streams and buffers up to 16 MB of each answer that is read slowly.
 *
 * <p>A cancelled exchange says at once that it sends nothing more; rarely, a server that is blocked in a write because the
 * answer was read slowly notices only when the JDK's selector wakes, after 3 seconds at most.
 *
 * <p>Idle connections are kept as long as the system property {@code jdk.httpclient.keepalive.timeout} says, in seconds:
 * 30 by default, but 1200 before JDK 20. Where a firewall silently drops idle connections, set it lower there.
 */
public final class JdkHttpTransport implements HttpTransport {
    private final ConcurrentHashMap<Duration, HttpClient> clients = new ConcurrentHashMap<>();
    private final ExecutorService executor = daemons();
    private volatile boolean closed;

    /** Creates a transport without connections and threads. */
    public JdkHttpTransport() {}

    @Override
    public HttpExchange exchange(HttpCall call, HttpListener listener) {
        return new JdkHttpExchange(this, call, listener);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /** Connections close at once on JDK 21 and later; before, when they have been idle or the garbage is collected. */
    @Override
    public void close() {
        closed = true;
        for (HttpClient client : clients.values()) {
            shutDown(client);
        }
        clients.clear();
    }

    /**
     * The client for a connect timeout, which the JDK knows per client only.
     *
     * @throws IllegalStateException if the transport is closed
     */
    HttpClient client(Duration connectTimeout) {
        if (closed) {
            throw new IllegalStateException("The transport is closed");
        }
        return clients.computeIfAbsent(connectTimeout, this::newClient);
    }

    private HttpClient newClient(Duration connectTimeout) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor);
        if (!connectTimeout.isZero() && !connectTimeout.isNegative()) {
            builder.connectTimeout(connectTimeout);
        }
        return builder.build();
    }

    /** Calls {@code shutdownNow}, reached by reflection because the baseline, 17, does not have it. */
    private static void shutDown(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException absent) {
            System.getLogger(JdkHttpTransport.class.getName())
                    .log(System.Logger.Level.DEBUG, "Idle connections close when they expire: this JDK is before 21");
        }
    }

    /** As many threads as are busy: each is either at work or held by a sink that takes its time. */
    private static ExecutorService daemons() {
        var number = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "llmrouter-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
