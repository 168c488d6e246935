package io.llmrouter.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests, one after the other, from a connection. */
final class HttpReader {
    static final int MAX_HEAD_BYTES = 64 * 1024;
    static final int MAX_BODY_BYTES = 64 * 1024 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final PeerInput in;
    private final OutputStream out;
    private int headBytes;

    HttpReader(PeerInput in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** The next request, or {@code null} if the caller closes the connection instead. */
    @Nullable
    HttpRequest next() throws IOException {
        headBytes = 0;
        String line = line();
        while (line != null && line.isEmpty()) {
            line = line();
        }
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            throw new HttpProblem(400, "Expected a request line of HTTP/1.1");
        }
        Map<String, List<String>> headers = headers();
        return new HttpRequest(parts[0], parts[1], headers, body(headers));
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = required(); !line.isEmpty(); line = required()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new HttpProblem(400, "Expected a header, found a line without a colon");
            }
            headers.computeIfAbsent(line.substring(0, colon).trim(), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        return headers;
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        String transfer = first(headers, "transfer-encoding").toLowerCase(Locale.ROOT);
        String length = first(headers, "content-length");
        if (transfer.isEmpty() && length.isEmpty()) {
            return new byte[0];
        }
        if (first(headers, "expect").equalsIgnoreCase("100-continue")) {
            out.write(CONTINUE);
            out.flush();
        }
        if (transfer.isEmpty()) {
            var body = new ByteArrayOutputStream();
            copy(size(length, 10), body);
            return body.toByteArray();
        }
        if (!transfer.equals("chunked")) {
            throw new HttpProblem(501, "Expected the transfer encoding chunked, found another");
        }
        return chunkedBody();
    }

    private byte[] chunkedBody() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            headBytes = 0;
            String line = required();
            int semicolon = line.indexOf(';');
            int size = size((semicolon < 0 ? line : line.substring(0, semicolon)).trim(), 16);
            if (size == 0) {
                break;
            }
            if (body.size() > MAX_BODY_BYTES - size) {
                throw new HttpProblem(413, "Expected a body of at most " + MAX_BODY_BYTES + " bytes");
            }
            copy(size, body);
            if (!required().isEmpty()) {
                throw new HttpProblem(400, "Expected a line end after a chunk");
            }
        }
        headers(); // the trailers
        return body.toByteArray();
    }

    private void copy(int count, ByteArrayOutputStream body) throws IOException {
        var piece = new byte[8 * 1024];
        int left = count;
        while (left > 0) {
            int read = in.read(piece, 0, Math.min(left, piece.length));
            if (read < 0) {
                throw new PeerLeftException("The caller closed the connection within its request");
            }
            body.write(piece, 0, read);
            left -= read;
        }
    }

    private static int size(String text, int radix) throws HttpProblem {
        long size;
        try {
            size = Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new HttpProblem(400, "Expected the size of a body, found no number");
        }
        if (size < 0 || size > MAX_BODY_BYTES) {
            throw new HttpProblem(413, "Expected a body of at most " + MAX_BODY_BYTES + " bytes");
        }
        return (int) size;
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? "" : values.get(0);
    }

    private String required() throws IOException {
        String line = line();
        if (line == null) {
            throw new PeerLeftException("The caller closed the connection within its request");
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (++headBytes > MAX_HEAD_BYTES) {
                throw new HttpProblem(431, "Expected a head of at most " + MAX_HEAD_BYTES + " bytes");
            }
            line.append((char) next);
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return line.toString();
    }
}
