package io.llmrouter.wire;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Anthropic's messages. */
final class AnthropicFormat implements WireFormat {

    @Override
    public String name() {
        return AnthropicBlocks.FORMAT;
    }

    @Override
    public byte[] encodeRequest(ChatRequest request, String modelId, boolean stream) {
        return AnthropicRequestEncoder.encode(request, modelId, stream);
    }

    @Override
    public List<String> unsupported(ChatRequest request, String modelId) {
        return Unsupported.inAnthropic(request, modelId);
    }

    @Override
    public ChatResponse decodeResponse(byte[] body) {
        return AnthropicResponseDecoder.decode(body);
    }

    @Override
    public StreamDecoder streamDecoder() {
        return new AnthropicStreamDecoder();
    }

    @Override
    public LlmRouterException decodeError(int status, byte[] body, @Nullable Duration retryAfter) {
        return ProviderErrors.decode(status, body, retryAfter);
    }

    @Override
    public ReceivedRequest decodeRequest(byte[] body) {
        return AnthropicRequestDecoder.decode(body);
    }

    @Override
    public byte[] encodeResponse(ChatResponse response) {
        return AnthropicResponseEncoder.encode(response);
    }

    @Override
    public StreamEncoder streamEncoder(String id, String model, boolean usage) {
        return new AnthropicStreamEncoder(id, model);
    }

    @Override
    public byte[] encodeError(LlmRouterException error) {
        return AnthropicErrors.encode(error);
    }
}
