package io.llmrouter.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A caller that sees every byte, and how the connection ended. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    RawClient(FakeProvider fake) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), fake.port());
        socket.setTcpNoDelay(true);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    RawClient post(String path, String body, String... headers) throws IOException {
        var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: fake\r\nContent-Length: ");
        head.append(body.getBytes(StandardCharsets.UTF_8).length);
        for (String header : headers) {
            head.append("\r\n").append(header);
        }
        return send(head.append("\r\n\r\n").append(body).toString());
    }

    RawClient ask(WireKind kind, String model, boolean stream, String... headers) throws IOException {
        return post(Ask.path(kind, model, stream), Ask.body(kind, model, stream), headers);
    }

    /** Everything so far and until the other side ends, or until nothing has come for that many milliseconds. */
    Seen readFor(int quietMillis) throws IOException {
        return seenUntil(read(quietMillis, ""));
    }

    /** Everything so far and until the other side ends. */
    Seen readToEnd() throws IOException {
        return readFor(PATIENCE_MILLIS);
    }

    /** Reads until that text has come. */
    RawClient await(String text) throws IOException {
        Seen.End end = read(PATIENCE_MILLIS, text);
        if (end != Seen.End.OPEN) {
            throw new IOException("Expected " + text + ", found " + end + " after "
                    + seenUntil(end).text());
        }
        return this;
    }

    private Seen seenUntil(Seen.End end) {
        return new Seen(seen.toByteArray(), end);
    }

    private Seen.End read(int quietMillis, String until) throws IOException {
        socket.setSoTimeout(quietMillis);
        var piece = new byte[4096];
        while (until.isEmpty() || !seen.toString(StandardCharsets.ISO_8859_1).contains(until)) {
            try {
                int count = socket.getInputStream().read(piece);
                if (count < 0) {
                    return Seen.End.CLOSED;
                }
                seen.write(piece, 0, count);
            } catch (SocketTimeoutException quiet) {
                return Seen.End.SILENT;
            } catch (SocketException reset) {
                return Seen.End.RESET;
            }
        }
        return Seen.End.OPEN;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
