package io.llmrouter.wire;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions. */
final class OpenAiFormat implements WireFormat {
    private final OpenAiDialect dialect;

    OpenAiFormat(OpenAiDialect dialect) {
        this.dialect = Objects.requireNonNull(dialect, "dialect");
    }

    @Override
    public String name() {
        return OpenAiParts.FORMAT;
    }

    @Override
    public byte[] encodeRequest(ChatRequest request, String modelId, boolean stream) {
        return OpenAiRequestEncoder.encode(dialect, request, modelId, stream);
    }

    @Override
    public List<String> unsupported(ChatRequest request, String modelId) {
        return Unsupported.inOpenAi(dialect, request);
    }

    @Override
    public ChatResponse decodeResponse(byte[] body) {
        return OpenAiResponseDecoder.decode(body);
    }

    @Override
    public StreamDecoder streamDecoder() {
        return new OpenAiStreamDecoder();
    }

    @Override
    public LlmRouterException decodeError(int status, byte[] body, @Nullable Duration retryAfter) {
        return ProviderErrors.decode(status, body, retryAfter);
    }

    @Override
    public ReceivedRequest decodeRequest(byte[] body) {
        return OpenAiRequestDecoder.decode(body);
    }

    @Override
    public byte[] encodeResponse(ChatResponse response) {
        return OpenAiResponseEncoder.encode(response);
    }

    @Override
    public StreamEncoder streamEncoder(String id, String model, boolean usage) {
        return new OpenAiStreamEncoder(id, model, usage);
    }

    @Override
    public byte[] encodeError(LlmRouterException error) {
        return OpenAiErrors.encode(error);
    }
}
