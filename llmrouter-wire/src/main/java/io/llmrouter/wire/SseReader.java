package io.llmrouter.wire;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into server-sent events, as the WHATWG HTML standard defines them.
 *
 * <p>Bytes may be cut anywhere, also within a character or a line end. Not safe for concurrent use.
 */
public final class SseReader {

    /**
     * Creates a reader.
     *
     * @param maxEventBytes the most bytes that one event may have
     */
    public SseReader(int maxEventBytes) {}

    /**
     * Reads bytes.
     *
     * @param out is told each event that the bytes complete
     * @throws io.llmrouter.api.error.BadResponseException if an event is too large
     */
    public void read(ByteBuffer bytes, Consumer<SseEvent> out) {}

    /** The stream has ended: tells the last event if its blank line is missing. */
    public void end(Consumer<SseEvent> out) {}
}
