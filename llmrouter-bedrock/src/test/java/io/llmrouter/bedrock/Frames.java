package io.llmrouter.bedrock;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Events of ConverseStream, encoded by AWS's own library. */
final class Frames {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Frames start() {
        return new Frames().event("messageStart", "{'role':'assistant'}");
    }

    /** An event; apostrophes stand for quotation marks. */
    Frames event(String type, String json) {
        var headers = new LinkedHashMap<String, HeaderValue>();
        headers.put(":message-type", HeaderValue.fromString("event"));
        headers.put(":event-type", HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        new Message(headers, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return this;
    }

    Frames exception(String type, String message) {
        var headers = new LinkedHashMap<String, HeaderValue>();
        headers.put(":message-type", HeaderValue.fromString("exception"));
        headers.put(":exception-type", HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        new Message(headers, ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8)).encode(bytes);
        return this;
    }

    Frames text(String text) {
        return event("contentBlockDelta", "{'contentBlockIndex':0,'delta':{'text':'" + text + "'}}");
    }

    Frames blockStop(int index) {
        return event("contentBlockStop", "{'contentBlockIndex':" + index + "}");
    }

    Frames stop(String reason) {
        return event("messageStop", "{'stopReason':'" + reason + "'}");
    }

    Frames usage(int input, int output) {
        return event(
                "metadata",
                "{'usage':{'inputTokens':" + input + ",'outputTokens':" + output + ",'totalTokens':" + (input + output)
                        + "},'metrics':{'latencyMs':7}}");
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
