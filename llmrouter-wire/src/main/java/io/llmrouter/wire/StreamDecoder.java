package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import java.util.function.Consumer;

/** Reads one streamed answer, event by event. Not safe for concurrent use. */
public interface StreamDecoder {

    /**
     * Reads an event. One that is not JSON is skipped.
     *
     * @param out is told the pieces of the answer that the event holds
     * @throws io.llmrouter.api.error.LlmRouterException if the event is the provider's error
     */
    void accept(SseEvent event, Consumer<Delta> out);

    /** How far the answer has come. */
    Progress progress();

    /**
     * The whole answer, once the stream has ended.
     *
     * @throws io.llmrouter.api.error.BadResponseException if the stream held no event of an answer
     * @throws io.llmrouter.api.error.ProviderUnavailableException if it ended before the answer did
     */
    ChatResponse finish();

    /** How far an answer has come. */
    enum Progress {
        /** More is to come. */
        OPEN,
        /** The model has stopped; the usage, or the end mark, may still come. */
        STOPPED,
        /** Nothing more is to come. */
        ENDED
    }
}
