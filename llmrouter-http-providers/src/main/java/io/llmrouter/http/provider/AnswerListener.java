package io.llmrouter.http.provider;

import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.http.HttpHead;
import java.nio.ByteBuffer;

/** Is told an answer that the provider did not refuse, or why there is none. One call at a time. */
interface AnswerListener {

    /** An answer begins; the status is in the 200s. */
    void onAnswer(HttpHead head);

    void onBytes(ByteBuffer bytes);

    void onEnd();

    /** There is no answer, or no more of it. Nothing follows. */
    void onFailure(LlmRouterException failure);
}
