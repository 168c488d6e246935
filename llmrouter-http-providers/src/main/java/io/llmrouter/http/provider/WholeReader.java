package io.llmrouter.http.provider;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.wire.StreamDecoder.Progress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an answer that comes in one piece. */
final class WholeReader implements AnswerReader {
    private static final int MAX_BYTES = 64 << 20;

    private final Upstream upstream;
    private final BoundedBody body = new BoundedBody(MAX_BYTES);
    private @Nullable ChatResponse answer;

    WholeReader(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public void read(ByteBuffer bytes, Consumer<Delta> out) {
        if (!body.add(bytes)) {
            throw upstream.failures().tooLarge(MAX_BYTES);
        }
    }

    @Override
    public void end(Consumer<Delta> out) {
        ChatResponse whole = upstream.format().decodeResponse(body.toBytes());
        answer = whole;
        Delta.partsOf(whole).forEach(out);
    }

    @Override
    public Progress progress() {
        return answer == null ? Progress.OPEN : Progress.ENDED;
    }

    @Override
    public ChatResponse finish() {
        if (answer == null) {
            throw new IllegalStateException("The answer has not ended");
        }
        return answer;
    }
}
