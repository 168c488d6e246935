package io.llmrouter.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;

/** A caller that sees every byte, and how the connection ended. */
@NullMarked
final class RawClient implements AutoCloseable {
    /** How the connection ended. */
    enum End {
        CLOSED,
        RESET,
        SILENT
    }

    private final Socket socket;

    RawClient(FakeProvider fake) throws IOException {
        socket = new Socket("127.0.0.1", fake.port());
        socket.setTcpNoDelay(true);
    }

    /** What came, and how it ended. */
    record Seen(byte[] bytes, End end) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        String head() {
            int blank = headEnd();
            return blank < 0 ? text() : new String(bytes, 0, blank, StandardCharsets.ISO_8859_1);
        }

        String header(String name) {
            for (String line : head().split("\r\n")) {
                if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    return line.substring(name.length() + 1).trim();
                }
            }
            return "";
        }

        int status() {
            return Integer.parseInt(head().substring(9, 12));
        }

        /** The body; a chunked one without its framing, as far as it came. */
        byte[] body() {
            int start = headEnd() + 4;
            if (header("transfer-encoding").isEmpty()) {
                return java.util.Arrays.copyOfRange(bytes, start, bytes.length);
            }
            var body = new ByteArrayOutputStream();
            int at = start;
            while (at < bytes.length) {
                int line = at;
                while (bytes[line] != '\r') {
                    line++;
                }
                int size = Integer.parseInt(new String(bytes, at, line - at, StandardCharsets.ISO_8859_1), 16);
                body.write(bytes, line + 2, Math.min(size, bytes.length - line - 2));
                at = line + 2 + size + 2;
            }
            return body.toByteArray();
        }

        String bodyText() {
            return new String(body(), StandardCharsets.UTF_8);
        }

        /** Whether a chunked body came to its proper end. */
        boolean chunksEnded() {
            return text().endsWith("\r\n0\r\n\r\n");
        }

        private int headEnd() {
            for (int i = 0; i + 3 < bytes.length; i++) {
                if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                    return i;
                }
            }
            return -1;
        }
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

    /** Reads until the other side ends, or until nothing has come for that many milliseconds. */
    Seen readFor(int quietMillis) throws IOException {
        socket.setSoTimeout(quietMillis);
        var bytes = new ByteArrayOutputStream();
        var piece = new byte[4096];
        while (true) {
            try {
                int count = socket.getInputStream().read(piece);
                if (count < 0) {
                    return new Seen(bytes.toByteArray(), End.CLOSED);
                }
                bytes.write(piece, 0, count);
            } catch (SocketTimeoutException quiet) {
                return new Seen(bytes.toByteArray(), End.SILENT);
            } catch (SocketException reset) {
                return new Seen(bytes.toByteArray(), End.RESET);
            }
        }
    }

    /** Reads until the other side ends. */
    Seen readToEnd() throws IOException {
        return readFor(5_000);
    }

    /** Reads until that text has come. */
    String readUntil(String text) throws IOException {
        socket.setSoTimeout(5_000);
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("Expected " + text + ", found the end after " + seen);
            }
            seen.append((char) next);
        }
        return seen.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
