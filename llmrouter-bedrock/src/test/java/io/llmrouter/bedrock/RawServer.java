package io.llmrouter.bedrock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server on a loopback socket that writes byte for byte what a test tells it. */
final class RawServer implements AutoCloseable {
    /** Answers one request. */
    interface Handler {
        void answer(Peer peer) throws IOException, InterruptedException;
    }

    record Request(String method, String path, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    final CountDownLatch clientLeft = new CountDownLatch(1);
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Handler handler;

    RawServer(Handler handler) {
        this.handler = handler;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Answers every request with this JSON. */
    static RawServer json(String json) {
        return new RawServer(peer -> peer.respond(200, "application/json", json));
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    Request request() throws InterruptedException {
        Request request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("expected a request within 10 s, found none");
        }
        return request;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var peer = new Peer(socket);
            while (peer.keptAlive) {
                Request request = peer.read();
                if (request == null) {
                    return;
                }
                requests.add(request);
                handler.answer(peer);
            }
        } catch (IOException left) {
            clientLeft.countDown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** The server's side of one connection. */
    final class Peer {
        final Socket socket;
        private final InputStream in;
        private boolean keptAlive = true;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            socket.setTcpNoDelay(true);
        }

        void respond(int status, String contentType, String body, String... headers) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            head(status, contentType, "Content-Length: " + bytes.length, headers);
            write(bytes);
        }

        /** The head of an event stream, whose body ends with the connection. */
        void beginStream() throws IOException {
            keptAlive = false;
            head(200, "application/vnd.amazon.eventstream", "Connection: close");
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Writes in pieces of that size, each in a TCP segment of its own. */
        void write(byte[] bytes, int pieceSize) throws IOException {
            for (int from = 0; from < bytes.length; from += pieceSize) {
                byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + pieceSize));
                write(piece);
            }
        }

        /** Waits until the client closes its side. */
        void awaitClientLeaves() throws IOException {
            keptAlive = false;
            try {
                while (in.read() >= 0) {
                    // What the client still says does not matter.
                }
            } catch (SocketException reset) {
                // A reset is a way to leave as well.
            }
            clientLeft.countDown();
        }

        /** Closes with a reset instead of an orderly end. */
        void reset() throws IOException {
            keptAlive = false;
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void close() throws IOException {
            keptAlive = false;
            socket.close();
        }

        private void head(int status, String contentType, String length, String... headers) throws IOException {
            var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
            head.append("x-amzn-RequestId: request-1\r\nContent-Type: ").append(contentType);
            head.append("\r\n").append(length).append("\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        }

        private @Nullable Request read() throws IOException {
            String start = line();
            if (start == null) {
                return null;
            }
            var headers = new TreeMap<String, String>();
            for (String line = line(); line != null && !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            String[] parts = start.split(" ", 3);
            return new Request(parts[0], parts[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }

        private @Nullable String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    return null;
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }
    }
}
