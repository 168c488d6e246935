package io.llmrouter.fuzz;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.SseEvent;
import io.llmrouter.wire.SseReader;
import io.llmrouter.wire.StreamDecoder;
import io.llmrouter.wire.StreamEncoder;
import io.llmrouter.wire.WireFormat;
import io.llmrouter.wire.WireFormat.ReceivedRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What must hold of the wire formats, in both directions. */
final class Formats {
    static final WireFormat OPENAI = WireFormat.openAi(OpenAiDialect.COMPATIBLE);
    static final WireFormat ANTHROPIC = WireFormat.anthropic();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String MODEL = "claude-opus-4-6";

    private Formats() {}

    static WireFormat other(WireFormat format) {
        return format == OPENAI ? ANTHROPIC : OPENAI;
    }

    /** A request is refused, or what is written of it says the same when it is read and written again. */
    static void request(WireFormat format, byte[] data) {
        ReceivedRequest received;
        try {
            received = format.decodeRequest(data);
        } catch (InvalidRequestException refused) {
            Check.refusal(refused);
            return;
        }
        ChatRequest request = received.request();
        String written = written(format, request, received.stream());
        ReceivedRequest again = format.decodeRequest(bytes(written));
        Check.equal("stream", received.stream(), again.stream());
        sameJson(written, written(format, again.request(), received.stream()));
        try {
            other(format).decodeRequest(bytes(written(other(format), request, received.stream())));
        } catch (InvalidRequestException cannotCarry) {
            Check.refusal(cannotCarry);
        }
    }

    private static String written(WireFormat format, ChatRequest request, boolean stream) {
        format.unsupported(request, MODEL);
        return Check.text(format.encodeRequest(request, MODEL, stream));
    }

    /** An answer is refused with a type, or what is written of it says the same when it is read again. */
    static void response(WireFormat format, byte[] data) {
        ChatResponse response;
        try {
            response = format.decodeResponse(data);
        } catch (LlmRouterException refused) {
            Check.refusal(refused);
            return;
        }
        String written = Check.text(format.encodeResponse(response));
        sameJson(written, Check.text(format.encodeResponse(format.decodeResponse(bytes(written)))));
        byte[] translated = other(format).encodeResponse(response);
        Check.equal(
                "text",
                response.text(),
                other(format).decodeResponse(translated).text());
    }

    /** A stream is refused with a type, or its pieces make the answer, also when they are written and read again. */
    static void stream(WireFormat format, byte[] data) {
        var deltas = new ArrayList<Delta>();
        ChatResponse response;
        try {
            response = read(format, data, deltas);
        } catch (LlmRouterException refused) {
            Check.refusal(refused);
            return;
        }
        Check.equal("text of the pieces", response.text(), text(deltas));
        if (response.choices().get(0).index() != 0) {
            return; // nobody asks for a second answer without a first
        }
        for (WireFormat to : List.of(format, other(format))) {
            StreamEncoder encoder = to.streamEncoder("id", "model", true);
            var written = new ByteArrayOutputStream();
            written.writeBytes(encoder.start());
            deltas.forEach(delta -> written.writeBytes(encoder.delta(delta)));
            written.writeBytes(encoder.complete(response));
            Check.text(written.toByteArray());
            ChatResponse again = read(to, written.toByteArray(), new ArrayList<>());
            Check.equal("text written by " + to.name(), response.text(), again.text());
        }
    }

    private static ChatResponse read(WireFormat format, byte[] data, List<Delta> deltas) {
        var events = new ArrayList<SseEvent>();
        var reader = new SseReader(1 << 20);
        reader.read(ByteBuffer.wrap(data), events::add);
        reader.end(events::add);
        StreamDecoder decoder = format.streamDecoder();
        events.forEach(event -> decoder.accept(event, deltas::add));
        decoder.progress();
        return decoder.finish();
    }

    /** What the pieces of the first choice say. */
    private static String text(List<Delta> deltas) {
        var text = new StringBuilder();
        int first = deltas.stream().mapToInt(Delta::choice).min().orElse(0);
        for (Delta delta : deltas) {
            if (delta instanceof Delta.Text piece && piece.choice() == first) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    /** Extra fields may come in another order. */
    private static void sameJson(String expected, String found) {
        if (!expected.equals(found)) {
            Check.equal("read again", JSON.readTree(expected), JSON.readTree(found));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
