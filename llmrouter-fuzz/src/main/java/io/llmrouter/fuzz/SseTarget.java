package io.llmrouter.fuzz;

import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.wire.SseEvent;
import io.llmrouter.wire.SseReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The reader of server-sent events, beside a slow one that follows the words of the standard. */
public final class SseTarget {
    private static final int LARGE = 1 << 24;
    private static final int SMALL = 48;

    private SseTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<SseEvent> expected = asTheStandardSays(data);
        Check.equal("in one piece", expected, read(data, LARGE, data.length));
        Check.equal("byte by byte", expected, read(data, LARGE, 1));
        Check.equal("in pieces", expected, read(data, LARGE, 0));
        bounded(data, data.length);
        bounded(data, 1);
    }

    private static void bounded(byte[] data, int piece) {
        try {
            for (SseEvent event : read(data, SMALL, piece)) {
                int length = event.data().getBytes(StandardCharsets.UTF_8).length;
                // Each malformed byte becomes three.
                Check.that(length <= 3 * SMALL, "an event of " + length + " bytes");
            }
        } catch (BadResponseException tooLarge) {
            Check.refusal(tooLarge);
        }
    }

    /** Events of the bytes in pieces of that length; of 0: of any, drawn by the bytes themselves. */
    private static List<SseEvent> read(byte[] data, int bound, int piece) {
        var events = new ArrayList<SseEvent>();
        var reader = new SseReader(bound);
        var random = new Random(data.length);
        for (int from = 0; from < data.length; ) {
            int length = Math.min(data.length - from, piece == 0 ? 1 + random.nextInt(7) : Math.max(1, piece));
            reader.read(ByteBuffer.wrap(data, from, length), events::add);
            from += length;
        }
        reader.end(events::add);
        return events;
    }

    private static List<SseEvent> asTheStandardSays(byte[] data) {
        String bytes = new String(data, StandardCharsets.ISO_8859_1);
        if (bytes.startsWith("\u00ef\u00bb\u00bf")) {
            bytes = bytes.substring(3);
        }
        var events = new ArrayList<SseEvent>();
        String type = "";
        StringBuilder text = null;
        for (String line : (bytes + "\n\n").split("\r\n|\r|\n", -1)) {
            if (line.isEmpty()) {
                if (text != null) {
                    events.add(new SseEvent(utf8(type), utf8(text.toString())));
                }
                text = null;
                type = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (field.equals("event")) {
                type = value;
            } else if (field.equals("data")) {
                text = text == null
                        ? new StringBuilder(value)
                        : text.append('\n').append(value);
            }
        }
        return events;
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
