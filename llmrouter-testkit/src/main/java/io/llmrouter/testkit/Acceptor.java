package io.llmrouter.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Accepts connections, each served by a thread of its own. */
final class Acceptor implements AutoCloseable {
    static final int MAX_CONNECTIONS = 2_000;
    private static final long STACK_BYTES = 512 * 1024;
    private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());

    private final ServerSocket server;
    private final Service service;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private volatile boolean closed;

    Acceptor(ServerSocket server, Service service) {
        this.server = server;
        this.service = service;
        String name = "fake-provider-" + server.getLocalPort();
        this.pool = new ThreadPoolExecutor(
                0, MAX_CONNECTIONS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> thread(task, name));
        this.acceptor = thread(this::accept, name + "-accept");
        acceptor.start();
    }

    int port() {
        return server.getLocalPort();
    }

    int openConnections() {
        return open.size();
    }

    private void accept() {
        for (int number = 1; !closed; number++) {
            try {
                serve(server.accept(), number);
            } catch (IOException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.WARNING, "A connection could not be accepted", e);
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        }
    }

    private void serve(Socket socket, int number) throws IOException {
        var connection = new Connection(socket, number, service, open::remove);
        open.add(connection);
        try {
            pool.execute(connection);
        } catch (RejectedExecutionException tooMany) {
            open.remove(connection);
            connection.close();
        }
        if (closed) {
            connection.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(server);
        open.forEach(Acceptor::closeQuietly);
        pool.shutdownNow();
        long deadline = System.nanoTime() + CLOSE_NANOS;
        try {
            join(acceptor, deadline);
            open.forEach(Acceptor::closeQuietly);
            for (Thread thread : threads) {
                join(thread, deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the thread itself: a pool counts as terminated a moment before its threads are gone. */
    private static void join(Thread thread, long deadline) throws InterruptedException {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        if (thread.isAlive()) {
            LOG.log(System.Logger.Level.WARNING, "{0} did not end", thread.getName());
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
        }
    }

    private Thread thread(Runnable task, String name) {
        var thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }
}
