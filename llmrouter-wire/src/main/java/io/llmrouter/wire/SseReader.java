package io.llmrouter.wire;

import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ErrorFacts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into server-sent events, as the WHATWG HTML standard defines them.
 *
 * <p>Bytes may be cut anywhere, also within a character or a line end. Not safe for concurrent use.
 */
public final class SseReader {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};

    private final int maxEventBytes;
    /** The beginning of a line whose end has not come yet. */
    private byte[] partial = new byte[0];

    private int partialLength;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private int eventBytes;
    private String type = "";
    private @Nullable String data;
    private @Nullable StringBuilder moreData;

    /**
     * Creates a reader.
     *
     * @param maxEventBytes the most bytes that one event may have
     */
    public SseReader(int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes: expected at least 1, found " + maxEventBytes);
        }
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Reads bytes.
     *
     * @param out is told each event that the bytes complete
     * @throws io.llmrouter.api.error.BadResponseException if an event is too large
     */
    public void read(ByteBuffer bytes, Consumer<SseEvent> out) {
        int length = bytes.remaining();
        if (length == 0) {
            return;
        }
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            bytes.position(bytes.limit());
            read(bytes.array(), from, from + length, out);
        } else {
            var copy = new byte[length];
            bytes.get(copy);
            read(copy, 0, length, out);
        }
    }

    /** The stream has ended: tells the last event if its blank line is missing. */
    public void end(Consumer<SseEvent> out) {
        if (partialLength > 0) {
            int length = partialLength;
            partialLength = 0;
            line(partial, 0, length, out);
        }
        dispatch(out);
    }

    private void read(byte[] bytes, int from, int to, Consumer<SseEvent> out) {
        int start = from;
        if (afterCarriageReturn) {
            afterCarriageReturn = false;
            if (bytes[start] == '\n') {
                start++;
            }
        }
        for (int i = start; i < to; i++) {
            byte b = bytes[i];
            if (b != '\n' && b != '\r') {
                continue;
            }
            endLine(bytes, start, i, out);
            if (b == '\r') {
                if (i + 1 == to) {
                    afterCarriageReturn = true;
                } else if (bytes[i + 1] == '\n') {
                    i++;
                }
            }
            start = i + 1;
        }
        if (start < to) {
            keep(bytes, start, to);
        }
    }

    private void endLine(byte[] bytes, int from, int to, Consumer<SseEvent> out) {
        if (partialLength == 0) {
            line(bytes, from, to, out);
            return;
        }
        keep(bytes, from, to);
        int length = partialLength;
        partialLength = 0;
        line(partial, 0, length, out);
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = to - from;
        checkSize(partialLength + (long) length);
        if (partialLength + length > partial.length) {
            partial = Arrays.copyOf(partial, Math.max(256, Math.max(partialLength + length, partial.length * 2)));
        }
        System.arraycopy(bytes, from, partial, partialLength, length);
        partialLength += length;
    }

    private void line(byte[] bytes, int lineStart, int to, Consumer<SseEvent> out) {
        int from = lineStart;
        if (firstLine) {
            firstLine = false;
            if (to - from >= 3
                    && bytes[from] == (byte) 0xEF
                    && bytes[from + 1] == (byte) 0xBB
                    && bytes[from + 2] == (byte) 0xBF) {
                from += 3;
            }
        }
        if (from == to) {
            dispatch(out);
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, to);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        if (Arrays.equals(bytes, from, colon, DATA, 0, DATA.length)) {
            checkSize(to - from);
            eventBytes += to - from;
            addData(new String(bytes, value, to - value, StandardCharsets.UTF_8));
        } else if (Arrays.equals(bytes, from, colon, EVENT, 0, EVENT.length)) {
            checkSize(to - from);
            type = new String(bytes, value, to - value, StandardCharsets.UTF_8);
        }
    }

    private void addData(String line) {
        if (data == null) {
            data = line;
        } else {
            if (moreData == null) {
                moreData = new StringBuilder(data);
            }
            moreData.append('\n').append(line);
        }
    }

    private void dispatch(Consumer<SseEvent> out) {
        String whole = moreData == null ? data : moreData.toString();
        String eventType = type;
        data = null;
        moreData = null;
        type = "";
        eventBytes = 0;
        if (whole != null) {
            out.accept(new SseEvent(eventType, whole));
        }
    }

    private void checkSize(long more) {
        if (eventBytes + more > maxEventBytes) {
            throw new BadResponseException(ErrorFacts.because("The stream holds an event of more than " + maxEventBytes
                            + " bytes: expected a smaller one")
                    .help("If the provider really sends such events, raise the limit of the size of an event.")
                    .build());
        }
    }
}
