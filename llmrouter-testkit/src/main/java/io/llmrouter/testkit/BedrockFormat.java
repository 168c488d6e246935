package io.llmrouter.testkit;

import io.llmrouter.api.ChatResponse;
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
        Endpoint endpoint = Endpoint.of(request);
        return new ReceivedRequest(BedrockRequests.read(endpoint.model(), request.body()), endpoint.stream(), true);
    }

    @Override
    public byte[] whole(ChatResponse response) {
        return BedrockAnswers.whole(response);
    }

    @Override
    public Stream stream(ChatResponse response, boolean usage) {
        return new BedrockStream(response);
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
