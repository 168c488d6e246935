package io.llmrouter.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/** A provider on a real socket that answers with a given body, byte by byte. One connection, one answer. */
final class VerbatimProvider implements AutoCloseable {
    private final ServerSocket socket;
    private final Function<Boolean, Body> answers;

    /** What is sent. */
    record Body(String contentType, byte[] bytes) {}

    /**
     * Starts on a free port.
     *
     * @param answers the answer to a request that is streamed, or to one that is not
     */
    VerbatimProvider(Function<Boolean, Body> answers) {
        this.answers = answers;
        try {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var thread = new Thread(this::serve, "verbatim-provider");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                String head = head(client.getInputStream());
                String request =
                        new String(client.getInputStream().readNBytes(contentLength(head)), StandardCharsets.UTF_8);
                boolean streamed = head.contains("converse-stream")
                        || request.replace(" ", "").contains("\"stream\":true");
                Body body = answers.apply(streamed);
                String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: " + body.contentType
                        + "\r\nContent-Length: " + body.bytes.length + "\r\n\r\n";
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().write(body.bytes);
                client.getOutputStream().flush();
            } catch (IOException closed) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client left");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    static Body json(JsonNode body) {
        return new Body("application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Body sse(String events) {
        return new Body("text/event-stream", events.getBytes(StandardCharsets.UTF_8));
    }

    /** Events in the binary format of AWS, by their types and payloads. */
    static Body eventStream(Map<String, JsonNode> events) {
        var out = new ByteArrayOutputStream();
        events.forEach(
                (type, payload) -> out.writeBytes(frame(type, payload.toString().getBytes(StandardCharsets.UTF_8))));
        return new Body("application/vnd.amazon.eventstream", out.toByteArray());
    }

    private static byte[] frame(String type, byte[] payload) {
        var headers = new ByteArrayOutputStream();
        Map.of(":message-type", "event", ":event-type", type, ":content-type", "application/json")
                .forEach((name, value) -> {
                    headers.write(name.length());
                    headers.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
                    headers.write(7); // a string
                    headers.write(0);
                    headers.write(value.length());
                    headers.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
                });
        int length = 16 + headers.size() + payload.length;
        ByteBuffer frame = ByteBuffer.allocate(length).putInt(length).putInt(headers.size());
        frame.putInt(checksum(frame)).put(headers.toByteArray()).put(payload);
        return frame.putInt(checksum(frame)).array();
    }

    private static int checksum(ByteBuffer frame) {
        var crc = new CRC32();
        crc.update(frame.array(), 0, frame.position());
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
