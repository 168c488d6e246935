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

/** A real Redis on a free port, with a password and an append-only file. */
final class RedisServer implements AutoCloseable {
    static final String PASSWORD = "a-password";

    private final Path folder;
    private final int port;
    private Process process;

    RedisServer(Path folder) {
        this.folder = folder;
        this.port = freePort();
        this.process = start();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() {
        var command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(
                List.of("--requirepass", PASSWORD, "--save", "", "--appendonly", "yes", "--appendfsync", "always"));
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
