package io.llmrouter.http.provider;

import io.llmrouter.http.HttpTransport;
import io.llmrouter.http.JdkHttpTransport;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The one transport of the process: opened for its first model, closed with its last. */
final class SharedTransport {
    private static @Nullable HttpTransport shared;
    private static int users;

    private SharedTransport() {}

    static synchronized Lease lease() {
        HttpTransport transport = shared;
        if (transport == null) {
            transport = ServiceLoader.load(HttpTransport.class, HttpTransport.class.getClassLoader())
                    .findFirst()
                    .orElseGet(JdkHttpTransport::new);
            shared = transport;
        }
        users++;
        return new Lease(transport);
    }

    private static synchronized void release(HttpTransport transport) {
        users--;
        if (users == 0) {
            shared = null;
            transport.close();
        }
    }

    /** A model's share of the transport. */
    static final class Lease implements AutoCloseable {
        private final HttpTransport transport;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(HttpTransport transport) {
            this.transport = transport;
        }

        HttpTransport transport() {
            return transport;
        }

        boolean isClosed() {
            return closed.get();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(transport);
            }
        }
    }
}
