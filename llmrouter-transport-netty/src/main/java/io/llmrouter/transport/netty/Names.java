package io.llmrouter.transport.netty;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Finds the addresses of hosts by the JDK's resolver, which blocks, on threads of its own. */
final class Names implements AutoCloseable {
    private static final int MAX_THREADS = 16;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DefaultThreadFactory("llmrouter-names", true),
            // With all threads busy the name service is down; one more wait on the caller's loop would stop it too.
            new ThreadPoolExecutor.AbortPolicy());

    /** The addresses of a host, in the order in which they are to be tried. */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            return CompletableFuture.completedFuture(List.of(address(literal)));
        }
        try {
            return CompletableFuture.supplyAsync(() -> lookUp(host), threads);
        } catch (java.util.concurrent.RejectedExecutionException busy) {
            return CompletableFuture.failedFuture(new UnknownHostException("The name service does not answer"));
        }
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            throw new CompletionException(unknown);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
