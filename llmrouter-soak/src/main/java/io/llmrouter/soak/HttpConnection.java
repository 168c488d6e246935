package io.llmrouter.soak;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A client's connection that can also be abused. */
final class HttpConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    HttpConnection(int port) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setReceiveBufferSize(8 * 1024); // so that a slow reader is soon felt
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 512);
    }

    /** The answer's status and headers. */
    record Head(int status, Map<String, String> headers) {
        boolean isEventStream() {
            return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        }
    }

    static byte[] request(String method, String path, String key, byte[] body) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + key + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[bytes.length + body.length];
        System.arraycopy(bytes, 0, whole, 0, bytes.length);
        System.arraycopy(body, 0, whole, bytes.length, body.length);
        return whole;
    }

    void send(byte[] bytes, int length) throws IOException {
        socket.getOutputStream().write(bytes, 0, length);
        socket.getOutputStream().flush();
    }

    Head head() throws IOException {
        String status = line();
        var headers = new HashMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(status.split(" ", 3)[1]), headers);
    }

    /** The head of an answer in chunks, where the real one has been read already. */
    static Head chunked() {
        return new Head(200, Map.of("transfer-encoding", "chunked"));
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The server closed the connection before the end of the answer");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Looks on while a body is read, and may stop it. */
    interface Watcher {
        /** After each piece; {@code false} to go away. */
        boolean goOn(int bytesSoFar) throws IOException, InterruptedException;
    }

    /** The body; empty if the watcher wanted no more of it. */
    String body(Head head, Watcher watcher) throws IOException, InterruptedException {
        var body = new ByteArrayOutputStream();
        if (!"chunked".equals(head.headers().get("transfer-encoding"))) {
            int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
            return read(length, body, watcher) ? body.toString(StandardCharsets.UTF_8) : "";
        }
        int size = Integer.parseInt(line(), 16);
        while (size > 0) {
            if (!read(size, body, watcher)) {
                return "";
            }
            line();
            size = Integer.parseInt(line(), 16);
        }
        line();
        return body.toString(StandardCharsets.UTF_8);
    }

    private boolean read(int length, ByteArrayOutputStream to, Watcher watcher)
            throws IOException, InterruptedException {
        byte[] piece = new byte[256];
        int left = length;
        while (left > 0) {
            int got = in.read(piece, 0, Math.min(left, piece.length));
            if (got < 0) {
                throw new EOFException("The server closed the connection in the middle of a body");
            }
            to.write(piece, 0, got);
            left -= got;
            if (!watcher.goOn(to.size())) {
                return false;
            }
        }
        return true;
    }

    /** Leaves without a word. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
