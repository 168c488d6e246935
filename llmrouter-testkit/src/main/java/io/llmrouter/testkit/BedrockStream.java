package io.llmrouter.testkit;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes one answer of ConverseStream: blocks that begin, grow and end, in messages of the event stream. */
final class BedrockStream implements ProviderFormat.Stream {
    private static final JsonMapper JSON = BedrockAnswers.JSON;

    private final ChatResponse response;
    private int block = -1;
    private String blockKind = "";

    BedrockStream(ChatResponse response) {
        this.response = response;
    }

    @Override
    public byte[] start() {
        return event("messageStart", JSON.createObjectNode().put("role", "assistant"));
    }

    @Override
    public byte[] delta(Delta delta) {
        var events = new ByteArrayOutputStream();
        if (delta instanceof Delta.Text text) {
            within("text", events);
            events.writeBytes(grown(JSON.createObjectNode().put("text", text.text())));
        } else if (delta instanceof Delta.Reasoning reasoning) {
            within("thinking", events);
            reasoning(reasoning, events);
        } else if (delta instanceof Delta.ToolCall call) {
            toolCall(call, events);
        }
        return events.toByteArray();
    }

    private void reasoning(Delta.Reasoning reasoning, ByteArrayOutputStream events) {
        events.writeBytes(grown(reasoningContent("text", reasoning.text())));
        if (reasoning.signature() != null) {
            events.writeBytes(grown(reasoningContent("signature", reasoning.signature())));
        }
    }

    private static ObjectNode reasoningContent(String field, String value) {
        ObjectNode delta = JSON.createObjectNode();
        delta.putObject("reasoningContent").put(field, value);
        return delta;
    }

    private void toolCall(Delta.ToolCall call, ByteArrayOutputStream events) {
        String kind = "tool " + call.index();
        if (!blockKind.equals(kind)) {
            within(kind, events);
            ObjectNode start = JSON.createObjectNode();
            start.putObject("start")
                    .putObject("toolUse")
                    .put("toolUseId", call.id())
                    .put("name", call.name());
            events.writeBytes(event("contentBlockStart", start.put("contentBlockIndex", block)));
        }
        if (!call.arguments().isEmpty()) {
            ObjectNode delta = JSON.createObjectNode();
            delta.putObject("toolUse").put("input", call.arguments());
            events.writeBytes(grown(delta));
        }
    }

    /** Only blocks of tool calls begin with an event of their own; all end with one. */
    private void within(String kind, ByteArrayOutputStream events) {
        if (!blockKind.equals(kind)) {
            endBlock(events);
            block++;
            blockKind = kind;
        }
    }

    private void endBlock(ByteArrayOutputStream events) {
        if (!blockKind.isEmpty()) {
            events.writeBytes(event("contentBlockStop", JSON.createObjectNode().put("contentBlockIndex", block)));
        }
    }

    private byte[] grown(ObjectNode delta) {
        ObjectNode payload = JSON.createObjectNode();
        payload.set("delta", delta);
        return event("contentBlockDelta", payload.put("contentBlockIndex", block));
    }

    @Override
    public byte[] end(boolean mark) {
        var events = new ByteArrayOutputStream();
        endBlock(events);
        if (mark) {
            String reason = BedrockAnswers.stopReason(response.finishReason());
            events.writeBytes(event("messageStop", JSON.createObjectNode().put("stopReason", reason)));
        }
        ObjectNode metadata = JSON.createObjectNode();
        BedrockAnswers.accounting(response.usage(), metadata);
        events.writeBytes(event("metadata", metadata));
        return events.toByteArray();
    }

    @Override
    public byte[] invalid() {
        return EventStreamEncoder.event(
                "contentBlockDelta", "{\"delta\":{\"text\":\"bro".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] error(String code, String message) {
        return EventStreamEncoder.exception(code, ErrorBodies.bedrock(message));
    }

    @Override
    public byte[] corrupted(byte[] events) {
        byte[] wrong = events.clone();
        wrong[wrong.length - 1] ^= 0x55;
        return wrong;
    }

    private static byte[] event(String type, ObjectNode payload) {
        return EventStreamEncoder.event(type, JSON.writeValueAsBytes(payload));
    }
}
