package io.llmrouter.wire;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat format on the wire, in both directions.
 *
 * <p>A setting that a format cannot express is left out; an image, recording or document that it cannot carry is
 * refused rather than lost. What a format says and the api cannot express survives as {@link io.llmrouter.api.Extras}
 * under the format's {@link #name()}. Safe for concurrent use.
 */
public interface WireFormat {

    /** The name under which extra fields travel: {@code openai} or {@code anthropic}. */
    String name();

    /**
     * A request as a client sends it.
     *
     * @param modelId the provider's id of the model
     * @param stream whether the answer shall come as a stream of events
     * @throws io.llmrouter.api.error.InvalidRequestException if a {@link io.llmrouter.api.RawJson} is not JSON, or the
     *     format cannot carry a part of a message, such as audio in Anthropic's
     */
    byte[] encodeRequest(ChatRequest request, String modelId, boolean stream);

    /**
     * What of a request the format, or the model as far as its id tells, cannot express: it is left out.
     *
     * @return names as in {@link io.llmrouter.api.ChatModel#unsupported}
     */
    List<String> unsupported(ChatRequest request, String modelId);

    /**
     * A whole answer as a client gets it.
     *
     * @throws io.llmrouter.api.error.BadResponseException if it is not an answer
     * @throws LlmRouterException if it is an error object
     */
    ChatResponse decodeResponse(byte[] body);

    /** Reads one streamed answer. */
    StreamDecoder streamDecoder();

    /**
     * A provider's refusal as a typed error, with the provider's own words, bounded.
     *
     * @param status the HTTP status
     * @param body the body, whatever it is
     * @param retryAfter how long the answer's headers ask to wait
     */
    LlmRouterException decodeError(int status, byte[] body, @Nullable Duration retryAfter);

    /**
     * A request as a server gets it.
     *
     * @throws io.llmrouter.api.error.InvalidRequestException if it is not a request, naming the field
     */
    ReceivedRequest decodeRequest(byte[] body);

    /** A whole answer as a server gives it. */
    byte[] encodeResponse(ChatResponse response);

    /**
     * Writes one streamed answer.
     *
     * @param id the answer's id
     * @param model the name of the model to show
     * @param usage whether to report the usage at the end
     */
    StreamEncoder streamEncoder(String id, String model, boolean usage);

    /** An error as a server gives it: the body that goes with the status {@link #statusOf}. */
    byte[] encodeError(LlmRouterException error);

    /** The HTTP status that tells a client of an error. */
    default int statusOf(LlmRouterException error) {
        return ErrorStatus.of(error);
    }

    /**
     * A request as a server got it.
     *
     * @param request the conversation; {@link ChatRequest#model()} is what the client wrote
     * @param stream whether the client wants a stream
     * @param streamUsage whether the client wants the usage at the end of the stream
     */
    record ReceivedRequest(ChatRequest request, boolean stream, boolean streamUsage) {}

    /** OpenAI's chat completions, as most providers speak it. */
    static WireFormat openAi(OpenAiDialect dialect) {
        return new OpenAiFormat(dialect);
    }

    /** Anthropic's messages. */
    static WireFormat anthropic() {
        return new AnthropicFormat();
    }
}
