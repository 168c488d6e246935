package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.error.LlmRouterException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes a streamed answer in Anthropic's format, which knows one choice only: the first. */
final class AnthropicStreamEncoder implements StreamEncoder {
    private static final String FORMAT = AnthropicBlocks.FORMAT;
    private static final int NO_TOOL = -1;

    private final String id;
    private final String model;
    /** The index of the block of each tool call. */
    private final Map<Integer, Integer> toolBlocks = new HashMap<>();

    private int nextBlock;
    private Open open = Open.NOTHING;
    private int openTool = NO_TOOL;

    AnthropicStreamEncoder(String id, String model) {
        this.id = id;
        this.model = model;
    }

    @Override
    public byte[] start() {
        var message = new StringBuilder("\"message\":{\"id\":");
        JsonText.quote(message, id).append(",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
        JsonText.quote(message, model)
                .append(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}");
        return bytes(event(new StringBuilder(), "message_start", message.toString()));
    }

    @Override
    public byte[] delta(Delta delta) {
        if (delta.choice() != 0) {
            return new byte[0];
        }
        var out = new StringBuilder();
        if (delta instanceof Delta.Text text) {
            text(out, text);
        } else if (delta instanceof Delta.Reasoning reasoning) {
            reasoning(out, reasoning);
        } else {
            toolCall(out, (Delta.ToolCall) delta);
        }
        return bytes(out);
    }

    private void text(StringBuilder out, Delta.Text text) {
        Map<String, RawJson> extras = text.extras().forFormat(FORMAT);
        RawJson whole = extras.get(AnthropicBlockAssembler.WHOLE_BLOCK);
        if (whole != null) {
            close(out);
            begin(out, JsonText.oneLine(whole));
            stop(out, nextBlock - 1);
        }
        if (!text.text().isEmpty()) {
            openText(out);
            piece(out, nextBlock - 1, "text_delta", "text", text.text());
        }
        RawJson citation = extras.get(AnthropicBlockAssembler.CITATION);
        if (citation != null) {
            openText(out);
            event(
                    out,
                    "content_block_delta",
                    "\"index\":" + (nextBlock - 1) + ",\"delta\":{\"type\":\"citations_delta\",\"citation\":"
                            + JsonText.oneLine(citation) + "}");
        }
    }

    private void openText(StringBuilder out) {
        if (open != Open.TEXT) {
            close(out);
            begin(out, "{\"type\":\"text\",\"text\":\"\"}");
            open = Open.TEXT;
        }
    }

    /** A signature ends its block: what the model thinks then is another. */
    private void reasoning(StringBuilder out, Delta.Reasoning reasoning) {
        if (open != Open.THINKING) {
            close(out);
            begin(out, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
            open = Open.THINKING;
        }
        if (!reasoning.text().isEmpty()) {
            piece(out, nextBlock - 1, "thinking_delta", "thinking", reasoning.text());
        }
        if (reasoning.signature() != null) {
            piece(out, nextBlock - 1, "signature_delta", "signature", reasoning.signature());
            close(out);
        }
    }

    private void toolCall(StringBuilder out, Delta.ToolCall call) {
        Integer block = toolBlocks.get(call.index());
        if (block == null) {
            close(out);
            var start = new StringBuilder("{\"type\":\"tool_use\",\"id\":");
            JsonText.quote(start, call.id() == null ? Ids.toolCall() : call.id())
                    .append(",\"name\":");
            JsonText.quote(start, call.name() == null ? "" : call.name()).append(",\"input\":{}}");
            block = begin(out, start.toString());
            toolBlocks.put(call.index(), block);
            open = Open.TOOL;
            openTool = block;
        }
        if (!call.arguments().isEmpty()) {
            piece(out, block, "input_json_delta", "partial_json", call.arguments());
        }
    }

    private int begin(StringBuilder out, String block) {
        int index = nextBlock++;
        event(out, "content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
        return index;
    }

    private void close(StringBuilder out) {
        if (open != Open.NOTHING) {
            stop(out, open == Open.TOOL ? openTool : nextBlock - 1);
            open = Open.NOTHING;
            openTool = NO_TOOL;
        }
    }

    private static void stop(StringBuilder out, int index) {
        event(out, "content_block_stop", "\"index\":" + index);
    }

    private static void piece(StringBuilder out, int index, String type, String field, String text) {
        var data = new StringBuilder(text.length() + 96).append("\"index\":").append(index);
        data.append(",\"delta\":{\"type\":\"")
                .append(type)
                .append("\",\"")
                .append(field)
                .append("\":");
        event(out, "content_block_delta", JsonText.quote(data, text).append('}'));
    }

    private static StringBuilder event(StringBuilder out, String type, CharSequence fields) {
        out.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append('"');
        if (fields.length() > 0) {
            out.append(',').append(fields);
        }
        return out.append("}\n\n");
    }

    @Override
    public byte[] complete(ChatResponse response) {
        Choice choice = response.choices().get(0);
        var out = new StringBuilder();
        close(out);
        var json = new JsonOut();
        json.object().object("delta").text("stop_reason", AnthropicStop.of(choice));
        AnthropicStop.encodeBeside(json, choice);
        json.endObject();
        AnthropicUsage.encode(json, response.usage());
        String fields = new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
        event(out, "message_delta", fields.subSequence(1, fields.length() - 1));
        return bytes(event(out, "message_stop", ""));
    }

    @Override
    public byte[] error(LlmRouterException error) {
        String data = new String(AnthropicErrors.encode(error), StandardCharsets.UTF_8);
        return bytes(new StringBuilder("event: error\ndata: ").append(data).append("\n\n"));
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The kind of block that is open. */
    private enum Open {
        NOTHING,
        TEXT,
        THINKING,
        TOOL
    }
}
