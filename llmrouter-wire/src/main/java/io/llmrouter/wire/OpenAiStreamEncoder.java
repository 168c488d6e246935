package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.error.LlmRouterException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a streamed answer in OpenAI's format. */
final class OpenAiStreamEncoder implements StreamEncoder {
    private static final String FORMAT = OpenAiParts.FORMAT;

    /** What all chunks begin with, up to their choices. */
    private final String head;

    private final boolean usage;
    private final Set<Integer> begun = new HashSet<>();

    OpenAiStreamEncoder(String id, String model, boolean usage) {
        var start = new StringBuilder("data: {\"id\":");
        JsonText.quote(start, id).append(",\"object\":\"chat.completion.chunk\",\"created\":");
        start.append(Instant.now().getEpochSecond()).append(",\"model\":");
        this.head = JsonText.quote(start, model).toString();
        this.usage = usage;
    }

    @Override
    public byte[] start() {
        begun.add(0);
        return bytes(chunk(0, null).append("\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n"));
    }

    @Override
    public byte[] delta(Delta delta) {
        StringBuilder chunk;
        if (delta instanceof Delta.Text text) {
            if (text.text().isEmpty() && text.extras().forFormat(FORMAT).isEmpty()) {
                return new byte[0];
            }
            chunk = text(text);
        } else if (delta instanceof Delta.Reasoning reasoning) {
            if (reasoning.text().isEmpty()) {
                return new byte[0];
            }
            chunk = JsonText.quote(begin(delta.choice(), null).append("\"reasoning_content\":"), reasoning.text());
        } else {
            chunk = toolCall((Delta.ToolCall) delta);
        }
        return bytes(chunk.append("},\"finish_reason\":null}]}\n\n"));
    }

    private StringBuilder text(Delta.Text text) {
        Map<String, RawJson> extras = text.extras().forFormat(FORMAT);
        StringBuilder chunk = begin(text.choice(), extras.get("logprobs"));
        JsonText.quote(chunk.append("\"content\":"), text.text());
        extras.forEach((name, value) -> {
            if (!name.equals("logprobs") && !name.equals("content")) {
                JsonText.quote(chunk.append(','), name).append(':').append(JsonText.oneLine(value));
            }
        });
        return chunk;
    }

    private StringBuilder toolCall(Delta.ToolCall call) {
        StringBuilder chunk = begin(call.choice(), null);
        chunk.append("\"tool_calls\":[{\"index\":").append(call.index());
        if (call.id() != null) {
            JsonText.quote(chunk.append(",\"id\":"), call.id()).append(",\"type\":\"function\"");
        }
        chunk.append(",\"function\":{");
        if (call.name() != null) {
            JsonText.quote(chunk.append("\"name\":"), call.name()).append(',');
        }
        return JsonText.quote(chunk.append("\"arguments\":"), call.arguments()).append("}}]");
    }

    /** A chunk up to the inside of its delta; the first of a choice names the role. */
    private StringBuilder begin(int choice, @Nullable RawJson logprobs) {
        StringBuilder chunk = chunk(choice, logprobs);
        return begun.add(choice) ? chunk.append("\"role\":\"assistant\",") : chunk;
    }

    private StringBuilder chunk(int choice, @Nullable RawJson logprobs) {
        var chunk = new StringBuilder(head.length() + 192).append(head);
        chunk.append(",\"choices\":[{\"index\":").append(choice);
        if (logprobs != null) {
            chunk.append(",\"logprobs\":").append(JsonText.oneLine(logprobs));
        }
        return chunk.append(",\"delta\":{");
    }

    @Override
    public byte[] complete(ChatResponse response) {
        var out = new StringBuilder();
        for (Choice choice : response.choices()) {
            var json = new JsonOut();
            json.object().extras(response.extras(), FORMAT, "response");
            json.array("choices")
                    .object()
                    .number("index", choice.index())
                    .object("delta")
                    .endObject();
            json.text("finish_reason", OpenAiResponseDecoder.finishReason(choice))
                    .endObject()
                    .endArray();
            chunk(out, json.endObject());
        }
        if (usage && response.usage().isKnown()) {
            var json = new JsonOut();
            json.object().array("choices").endArray();
            OpenAiUsage.encode(json, response.usage());
            chunk(out, json.endObject());
        }
        return bytes(out.append("data: [DONE]\n\n"));
    }

    /** Appends a chunk that has, beside what all have, the fields of the object. */
    private void chunk(StringBuilder out, JsonOut object) {
        String fields = new String(object.toBytes(), StandardCharsets.UTF_8);
        out.append(head).append(',').append(fields, 1, fields.length()).append("\n\n");
    }

    @Override
    public byte[] error(LlmRouterException error) {
        return bytes(new StringBuilder("data: ")
                .append(new String(OpenAiErrors.encode(error), StandardCharsets.UTF_8))
                .append("\n\n"));
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
