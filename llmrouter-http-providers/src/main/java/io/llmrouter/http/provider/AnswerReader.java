package io.llmrouter.http.provider;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.wire.StreamDecoder.Progress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Turns the body of an answer into its pieces and the whole. All methods throw what is wrong with the answer. */
interface AnswerReader {

    /** Reads bytes and tells the pieces that they complete. */
    void read(ByteBuffer bytes, Consumer<Delta> out);

    /** The body has ended: tells what is left. */
    void end(Consumer<Delta> out);

    Progress progress();

    /** The whole answer. */
    ChatResponse finish();
}
