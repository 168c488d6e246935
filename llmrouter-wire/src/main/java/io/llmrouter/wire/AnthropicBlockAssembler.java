package io.llmrouter.wire;

import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the pieces of one block of a stream in Anthropic's format together. */
final class AnthropicBlockAssembler {
    private static final String FORMAT = AnthropicBlocks.FORMAT;
    /** Beside an empty text, a whole block that no other format knows. */
    static final String WHOLE_BLOCK = "content_block";
    /** Beside an empty text, a citation of the text so far. */
    static final String CITATION = "citation";

    private final int index;
    private final ObjectNode block;
    private final String type;
    private final ToolCallAssembler calls;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder input = new StringBuilder();
    private final SurrogateJoiner joiner = new SurrogateJoiner();
    private final ArrayNode citations = Json.MAPPER.createArrayNode();
    private @Nullable String signature;
    private boolean stopped;

    AnthropicBlockAssembler(int index, ObjectNode block, ToolCallAssembler calls) {
        this.index = index;
        this.block = block;
        this.type = block.path("type").asString("");
        this.calls = calls;
    }

    void start(Consumer<Delta> out) {
        switch (type) {
            case "text" -> {
                JsonNode known = block.path("citations");
                if (known.isArray()) {
                    known.values().forEach(citations::add);
                }
                text(block.path("text").asString(""), out);
            }
            case "thinking" -> {
                thinking(block.path("thinking").asString(""), out);
                seal(block.path("signature").asString(""), out);
            }
            case "tool_use" ->
                calls.add(
                        index, block.path("id").asString(""), block.path("name").asString(""), "", out);
            default -> {}
        }
    }

    /** Takes a piece; text in a block of thinking, and thinking in one of text, is passed over. */
    void delta(ObjectNode delta, Consumer<Delta> out) {
        switch (delta.path("type").asString("")) {
            case "text_delta" -> {
                if (type.equals("text")) {
                    text(delta.path("text").asString(""), out);
                }
            }
            case "thinking_delta" -> {
                if (type.equals("thinking")) {
                    thinking(delta.path("thinking").asString(""), out);
                }
            }
            case "signature_delta" -> {
                if (type.equals("thinking")) {
                    seal(delta.path("signature").asString(""), out);
                }
            }
            case "input_json_delta" -> {
                String piece = delta.path("partial_json").asString("");
                input.append(piece);
                if (type.equals("tool_use")) {
                    calls.add(index, null, null, piece, out);
                }
            }
            case "citations_delta" -> {
                JsonNode citation = delta.path("citation");
                if (citation.isObject()) {
                    citations.add(citation);
                    beside(CITATION, citation, out);
                }
            }
            default -> {}
        }
    }

    void stop(Consumer<Delta> out) {
        if (stopped) {
            return;
        }
        stopped = true;
        switch (type) {
            case "text" -> emitText(joiner.rest(), out);
            case "thinking" -> emitThinking(joiner.rest(), out);
            case "tool_use" -> {
                JsonNode whole = block.path("input");
                if (input.toString().isBlank() && whole.isObject() && !whole.isEmpty()) {
                    calls.add(index, null, null, whole.toString(), out);
                }
                calls.close(out);
            }
            default -> {
                JsonNode streamed = Json.parse(input.toString());
                if (streamed != null) {
                    block.set("input", streamed);
                }
                beside(WHOLE_BLOCK, block, out);
            }
        }
    }

    private void text(String piece, Consumer<Delta> out) {
        emitText(joiner.join(piece), out);
    }

    private void emitText(String piece, Consumer<Delta> out) {
        if (!piece.isEmpty()) {
            text.append(piece);
            out.accept(Delta.text(piece));
        }
    }

    private void thinking(String piece, Consumer<Delta> out) {
        emitThinking(joiner.join(piece), out);
    }

    private void emitThinking(String piece, Consumer<Delta> out) {
        if (!piece.isEmpty()) {
            text.append(piece);
            out.accept(new Delta.Reasoning(0, piece, null));
        }
    }

    private void seal(String piece, Consumer<Delta> out) {
        if (!piece.isEmpty()) {
            signature = signature == null ? piece : signature + piece;
            out.accept(new Delta.Reasoning(0, "", piece));
        }
    }

    private static void beside(String name, JsonNode value, Consumer<Delta> out) {
        out.accept(new Delta.Text(0, "", new Extras(FORMAT, Map.of(name, Json.raw(value)))));
    }

    /** The further fields of a tool call. */
    ObjectNode callExtras() {
        return AnthropicToolUse.extrasOf(block);
    }

    /** The block, unless it is a tool call. */
    @Nullable
    Content toContent() {
        return switch (type) {
            case "text" -> {
                Map<String, RawJson> extras = citations.isEmpty() ? Map.of() : Map.of("citations", Json.raw(citations));
                boolean empty = text.length() == 0 && extras.isEmpty();
                yield empty
                        ? null
                        : new Content.Text(
                                text.toString(), extras.isEmpty() ? Extras.NONE : new Extras(FORMAT, extras));
            }
            case "thinking" -> new Content.Thinking(text.toString(), signature, null);
            case "redacted_thinking" ->
                new Content.Thinking("", null, block.path("data").asString(""));
            case "tool_use" -> null;
            default -> new Content.Other(FORMAT, Json.raw(block));
        };
    }
}
