package io.llmrouter.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Writes one HTTP/1.1 response, each piece with a flush of its own, whole or in slices. */
final class HttpWriter {
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

    private final OutputStream out;
    private final PeerInput in;
    private int sliceSize = Integer.MAX_VALUE;
    private Duration slicePause = Duration.ZERO;

    HttpWriter(OutputStream out, PeerInput in) {
        this.out = out;
        this.in = in;
    }

    /** Writes all bodies from now on in slices of that many bytes, with a pause after each. */
    void slice(int size, Duration pause) {
        sliceSize = size;
        slicePause = pause;
    }

    /** A whole response. */
    void whole(int status, String contentType, Map<String, String> headers, byte[] body) throws IOException {
        startSized(status, contentType, headers, body.length);
        raw(body);
    }

    /** The head of a response whose body shall have that many bytes. */
    void startSized(int status, String contentType, Map<String, String> headers, int length) throws IOException {
        head(status, contentType, headers, "Content-Length: " + length);
    }

    /** The head of a response whose body comes in chunks. */
    void startChunked(int status, String contentType, Map<String, String> headers) throws IOException {
        head(status, contentType, headers, "Transfer-Encoding: chunked");
    }

    private void head(int status, String contentType, Map<String, String> headers, String framing) throws IOException {
        var head = new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason(status));
        head.append("\r\nContent-Type: ").append(contentType).append("\r\n").append(framing);
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        out.write(ascii(head.append("\r\n\r\n").toString()));
        out.flush();
    }

    /** Bytes of a body of known length. */
    void raw(byte[] bytes) throws IOException {
        for (int start = 0; start < bytes.length; start = next(start, bytes.length)) {
            out.write(bytes, start, next(start, bytes.length) - start);
            out.flush();
            in.await(slicePause);
        }
    }

    /** Bytes of a chunked body: one HTTP chunk a slice. */
    void chunk(byte[] bytes) throws IOException {
        for (int start = 0; start < bytes.length; start = next(start, bytes.length)) {
            byte[] slice = Arrays.copyOfRange(bytes, start, next(start, bytes.length));
            var framed = new ByteArrayOutputStream(slice.length + 16);
            framed.writeBytes(ascii(Integer.toHexString(slice.length) + "\r\n"));
            framed.writeBytes(slice);
            framed.writeBytes(ascii("\r\n"));
            out.write(framed.toByteArray());
            out.flush();
            in.await(slicePause);
        }
    }

    /** The end of a chunked body. */
    void endChunks() throws IOException {
        out.write(LAST_CHUNK);
        out.flush();
    }

    private int next(int start, int length) {
        return sliceSize < length - start ? start + sliceSize : length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Status " + status;
        };
    }
}
