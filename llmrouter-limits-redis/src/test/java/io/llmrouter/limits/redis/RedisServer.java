package io.llmrouter.limits.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** A real Redis on a free port, with a password and, unless told otherwise, an append-only file. */
final class RedisServer implements AutoCloseable {
    static final String PASSWORD = "a-password";

    private final Path folder;
    private final List<String> options;
    private final int port;
    private Process process;

    RedisServer(Path folder) {
        this(folder, "--appendonly", "yes", "--appendfsync", "always");
    }

    RedisServer(Path folder, String... options) {
        this.folder = folder;
        this.options = List.of(options);
        this.port = freePort();
        this.process = start();
    }

    /** One that forgets all with its end. */
    static RedisServer forgetful(Path folder) {
        return new RedisServer(folder, "--appendonly", "no");
    }

    /** One that speaks TLS alone. */
    static RedisServer tls(Path folder, Path certificate, Path key) {
        return new RedisServer(
                folder,
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-auth-clients",
                "no");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() {
        boolean tls = options.contains("--tls-cert-file");
        var command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--save", ""));
        command.addAll(List.of("--port", tls ? "0" : Integer.toString(port)));
        command.addAll(List.of("--tls-port", tls ? Integer.toString(port) : "0"));
        command.addAll(List.of("--requirepass", PASSWORD, "--enable-debug-command", "yes"));
        command.addAll(options);
        command.addAll(List.of("--dir", folder.toString()));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Files.createTempFile(folder, "redis", ".log").toFile())
                    .start();
            awaitPort();
            return started;
        } catch (IOException absent) {
            Assumptions.abort("redis-server is not installed: the store in Redis is not tested");
            throw new AssertionError(absent);
        }
    }

    private void awaitPort() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("redis-server does not listen");
    }

    String url() {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + port + "/2";
    }

    RedisClient client() {
        return RedisClient.create(java.net.URI.create(url()));
    }

    void stop() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void restart() {
        process = start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try (var client = client()) {
                client.ping();
                return;
            } catch (JedisException stillLoading) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("redis-server does not answer");
    }

    void pause() {
        signal("-STOP");
    }

    void goOn() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
