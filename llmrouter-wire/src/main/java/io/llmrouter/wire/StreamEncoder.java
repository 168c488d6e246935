package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.error.LlmRouterException;

/** Writes one streamed answer as server-sent events, each with its blank line. Not safe for concurrent use. */
public interface StreamEncoder {

    /** What comes before the first piece; may be empty. */
    byte[] start();

    /** A piece of the answer. */
    byte[] delta(Delta delta);

    /** The end of a whole answer: finish reasons, usage, the end mark. */
    byte[] complete(ChatResponse response);

    /** The end of an answer that could not be completed: never a normal end mark. */
    byte[] error(LlmRouterException error);
}
