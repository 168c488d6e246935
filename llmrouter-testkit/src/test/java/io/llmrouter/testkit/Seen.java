package io.llmrouter.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a caller saw on its connection, and how the connection ended. */
final class Seen {
    /** How the connection ended. */
    enum End {
        /** By FIN. */
        CLOSED,
        /** By RST. */
        RESET,
        /** Not at all: it fell silent. */
        SILENT,
        /** Not yet. */
        OPEN
    }

    private static final String BLANK_LINE = "\r\n\r\n";

    private final byte[] bytes;
    private final End end;

    Seen(byte[] bytes, End end) {
        this.bytes = bytes;
        this.end = end;
    }

    End end() {
        return end;
    }

    /** Everything, a byte a character. */
    String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    int status() {
        return Integer.parseInt(text().substring(9, 12));
    }

    String header(String name) {
        return text().substring(0, text().indexOf(BLANK_LINE))
                .lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    /** The body; a chunked one without its framing, as far as it came. */
    byte[] body() {
        int start = text().indexOf(BLANK_LINE) + BLANK_LINE.length();
        if (header("transfer-encoding").isEmpty()) {
            return Arrays.copyOfRange(bytes, start, bytes.length);
        }
        var body = new ByteArrayOutputStream();
        int at = start;
        while (at < bytes.length) {
            int lineEnd = text().indexOf("\r\n", at);
            int size = Integer.parseInt(text().substring(at, lineEnd), 16);
            body.write(bytes, lineEnd + 2, Math.min(size, bytes.length - lineEnd - 2));
            at = lineEnd + 2 + size + 2;
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
}
