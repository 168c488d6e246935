package io.llmrouter.testkit;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.wire.WireFormat.ReceivedRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bedrock's Converse and ConverseStream. */
final class BedrockFormat implements ProviderFormat {
    @Override
    public WireKind kind() {
        return WireKind.BEDROCK;
    }

    @Override
    public ReceivedRequest decode(HttpRequest request) {
        throw new InvalidRequestException(ErrorFacts.because("not yet").build());
    }

    @Override
    public byte[] whole(ChatResponse response) {
        return new byte[0];
    }

    @Override
    public Stream stream(ChatResponse response, boolean usage) {
        throw new IllegalStateException();
    }

    @Override
    public String streamContentType() {
        return "application/vnd.amazon.eventstream";
    }

    @Override
    public byte[] error(int status, @Nullable String code, String message) {
        return ErrorBodies.bedrock(message);
    }

    @Override
    public Map<String, String> errorHeaders(int status, @Nullable String code) {
        return Map.of("x-amzn-ErrorType", code == null ? ErrorBodies.bedrockException(status) : code);
    }
}
