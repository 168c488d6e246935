package io.llmrouter.testkit;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.StreamEncoder;
import io.llmrouter.wire.WireFormat;
import io.llmrouter.wire.WireFormat.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's and Anthropic's formats: JSON, streamed as server-sent events. */
final class SseFormat implements ProviderFormat {
    private final WireKind kind;
    private final WireFormat wire;
    /** How the last event of a stream begins. */
    private final String endMark;

    private SseFormat(WireKind kind, WireFormat wire, String endMark) {
        this.kind = kind;
        this.wire = wire;
        this.endMark = endMark;
    }

    static ProviderFormat openAi() {
        return new SseFormat(WireKind.OPENAI, WireFormat.openAi(OpenAiDialect.COMPATIBLE), "data: [DONE]");
    }

    static ProviderFormat anthropic() {
        return new SseFormat(WireKind.ANTHROPIC, WireFormat.anthropic(), "event: message_stop");
    }

    @Override
    public WireKind kind() {
        return kind;
    }

    @Override
    public ReceivedRequest decode(HttpRequest request) {
        return wire.decodeRequest(request.body());
    }

    @Override
    public byte[] whole(ChatResponse response) {
        return wire.encodeResponse(response);
    }

    @Override
    public Stream stream(ChatResponse response, boolean usage) {
        return new Events(response, wire.streamEncoder(response.id(), response.model(), usage));
    }

    @Override
    public String streamContentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] error(int status, @Nullable String code, String message) {
        return kind == WireKind.OPENAI
                ? ErrorBodies.openAi(status, code, message)
                : ErrorBodies.anthropic(status, code, message);
    }

    @Override
    public Map<String, String> errorHeaders(int status, @Nullable String code) {
        return Map.of();
    }

    private final class Events implements Stream {
        private final ChatResponse response;
        private final StreamEncoder encoder;

        Events(ChatResponse response, StreamEncoder encoder) {
            this.response = response;
            this.encoder = encoder;
        }

        @Override
        public byte[] start() {
            return encoder.start();
        }

        @Override
        public byte[] delta(Delta delta) {
            return encoder.delta(delta);
        }

        @Override
        public byte[] end(boolean mark) {
            byte[] end = encoder.complete(response);
            if (mark) {
                return end;
            }
            String text = new String(end, StandardCharsets.UTF_8);
            int markAt = text.lastIndexOf(endMark);
            return utf8(markAt < 0 ? text : text.substring(0, markAt));
        }

        @Override
        public byte[] invalid() {
            String type = kind == WireKind.OPENAI ? "" : "event: content_block_delta\n";
            return utf8(type + "data: {\"id\":\"broken\",\"choices\":[{\"delta\":{\"content\":\"bro\n\n");
        }

        @Override
        public byte[] error(String code, String message) {
            String type = kind == WireKind.OPENAI ? "" : "event: error\n";
            byte[] body = SseFormat.this.error(500, code, message);
            return utf8(type + "data: " + new String(body, StandardCharsets.UTF_8) + "\n\n");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
