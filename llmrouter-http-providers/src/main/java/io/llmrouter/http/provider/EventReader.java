package io.llmrouter.http.provider;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.wire.SseEvent;
import io.llmrouter.wire.SseReader;
import io.llmrouter.wire.StreamDecoder;
import io.llmrouter.wire.StreamDecoder.Progress;
import io.llmrouter.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads an answer that comes as server-sent events. */
final class EventReader implements AnswerReader {
    private static final int MAX_EVENT_BYTES = 16 << 20;

    private final SseReader events = new SseReader(MAX_EVENT_BYTES);
    private final StreamDecoder decoder;

    EventReader(WireFormat format) {
        this.decoder = format.streamDecoder();
    }

    @Override
    public void read(ByteBuffer bytes, Consumer<Delta> out) {
        events.read(bytes, event -> accept(event, out));
    }

    @Override
    public void end(Consumer<Delta> out) {
        events.end(event -> accept(event, out));
    }

    @Override
    public Progress progress() {
        return decoder.progress();
    }

    @Override
    public ChatResponse finish() {
        return decoder.finish();
    }

    private void accept(SseEvent event, Consumer<Delta> out) {
        if (decoder.progress() != Progress.ENDED) {
            decoder.accept(event, out);
        }
    }
}
