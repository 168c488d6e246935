package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the pieces of one choice of a stream in OpenAI's format together. */
final class OpenAiChoiceAssembler {
    private static final String FORMAT = OpenAiParts.FORMAT;

    private final int index;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final SurrogateJoiner textJoiner = new SurrogateJoiner();
    private final SurrogateJoiner reasoningJoiner = new SurrogateJoiner();
    private final ToolCallAssembler calls;
    /** The further fields of tool calls, by the call's position. */
    private final Map<Integer, ObjectNode> callExtras = new LinkedHashMap<>();

    private final ObjectNode messageExtras = Json.MAPPER.createObjectNode();
    private final ObjectNode choiceExtras = Json.MAPPER.createObjectNode();
    private @Nullable FinishReason finishReason;

    OpenAiChoiceAssembler(int index) {
        this.index = index;
        this.calls = new ToolCallAssembler(index);
    }

    void accept(Fields choice, Consumer<Delta> out) {
        Fields delta = choice.object("delta");
        if (delta == null) {
            delta = choice.object("message");
        }
        JsonNode reason = choice.peek("finish_reason");
        choice.drop("finish_reason", "message", "delta");
        Map<String, RawJson> beside = new LinkedHashMap<>();
        collect(choice, choiceExtras, beside);
        if (delta != null) {
            delta(delta, beside, out);
        } else if (!beside.isEmpty()) {
            out.accept(new Delta.Text(index, "", new Extras(FORMAT, beside)));
        }
        if (reason != null && reason.isString() && !reason.stringValue().isEmpty()) {
            finish(reason.stringValue(), out);
        }
    }

    private void delta(Fields delta, Map<String, RawJson> beside, Consumer<Delta> out) {
        delta.drop("role");
        String thought = OpenAiAssistant.reasoning(delta, null);
        if (thought != null) {
            reasoning(thought, out);
        }
        JsonNode content = delta.take("content");
        String piece = content == null ? "" : contentText(content, out);
        JsonNode toolCalls = delta.array("tool_calls");
        Fields legacy = delta.object("function_call");
        collect(delta, messageExtras, beside);
        text(piece, beside.isEmpty() ? Extras.NONE : new Extras(FORMAT, beside), out);
        if (toolCalls != null) {
            for (int i = 0; i < toolCalls.size(); i++) {
                if (toolCalls.get(i) instanceof ObjectNode call) {
                    toolCall(Fields.lenient(call), toolCalls.size() > 1 ? i : -1, out);
                }
            }
        }
        if (legacy != null) {
            String name = legacy.text("name");
            String id = name == null ? null : OpenAiAssistant.legacyId(name);
            calls.add(0, id, name, argumentsPiece(legacy), out);
        }
    }

    /** A piece of text with nothing beside it. */
    void text(String piece, Consumer<Delta> out) {
        text(piece, Extras.NONE, out);
    }

    private void text(String piece, Extras beside, Consumer<Delta> out) {
        String whole = textJoiner.join(piece);
        if (!whole.isEmpty() || !beside.isEmpty()) {
            text.append(whole);
            out.accept(new Delta.Text(index, whole, beside));
        }
    }

    /** Text, or a list of parts, in which some servers put the thinking. */
    private String contentText(JsonNode content, Consumer<Delta> out) {
        if (!content.isArray()) {
            return content.isString() ? content.stringValue() : "";
        }
        var joined = new StringBuilder();
        for (JsonNode part : content.values()) {
            if (part.path("thinking").isMissingNode()) {
                joined.append(OpenAiParts.plainText(part.path("text")));
            } else {
                reasoning(OpenAiParts.plainText(part.path("thinking")), out);
            }
        }
        return joined.toString();
    }

    private void reasoning(String thought, Consumer<Delta> out) {
        String piece = reasoningJoiner.join(thought);
        if (!piece.isEmpty()) {
            reasoning.append(piece);
            out.accept(new Delta.Reasoning(index, piece, null));
        }
    }

    private void toolCall(Fields call, int position, Consumer<Delta> out) {
        Long wireIndex = call.integer("index", 0, Integer.MAX_VALUE);
        String id = call.text("id");
        Fields function = call.object("function");
        call.drop("type");
        String name = function == null ? null : function.text("name");
        String arguments = function == null ? "" : argumentsPiece(function);
        Integer place = wireIndex != null ? (Integer) wireIndex.intValue() : null;
        if (place == null && position >= 0 && (id == null || id.isEmpty())) {
            place = position;
        }
        ToolCallAssembler.Slot slot = calls.add(place, id, name, arguments, out);
        if (!call.isEmpty()) {
            collect(call, callExtras.computeIfAbsent(slot.position(), p -> Json.MAPPER.createObjectNode()), null);
        }
    }

    private static String argumentsPiece(Fields function) {
        JsonNode arguments = function.take("arguments");
        if (arguments == null) {
            return "";
        }
        return arguments.isString() ? arguments.stringValue() : arguments.toString();
    }

    /** Keeps further fields: lists and refusals grow, the last of anything else stands. */
    private static void collect(Fields from, ObjectNode into, @Nullable Map<String, RawJson> beside) {
        if (from.isEmpty()) {
            return;
        }
        from.forEachRest((name, value) -> {
            if (value.isNull()) {
                return;
            }
            if (beside != null) {
                beside.put(name, Json.raw(value));
            }
            merge(into, name, value);
        });
    }

    private static void merge(ObjectNode into, String name, JsonNode value) {
        JsonNode known = into.get(name);
        if (known instanceof ArrayNode list && value instanceof ArrayNode more) {
            list.addAll(more);
        } else if (known instanceof ObjectNode object && value instanceof ObjectNode more) {
            more.properties().forEach(field -> merge(object, field.getKey(), field.getValue()));
        } else if (name.equals("refusal") && known != null && known.isString() && value.isString()) {
            into.put(name, known.stringValue() + value.stringValue());
        } else if (!value.isNull() || known == null) {
            into.set(name, value);
        }
    }

    private void finish(String reason, Consumer<Delta> out) {
        if (finishReason != null) {
            return;
        }
        finishReason = OpenAiFinish.decode(reason);
        if (finishReason == FinishReason.OTHER) {
            choiceExtras.put("finish_reason", reason);
        }
        String rest = textJoiner.rest();
        if (!rest.isEmpty()) {
            text.append(rest);
            out.accept(new Delta.Text(index, rest, Extras.NONE));
        }
        calls.close(out);
    }

    boolean isFinished() {
        return finishReason != null;
    }

    Choice toChoice() {
        var parts = new ArrayList<Content>();
        if (reasoning.length() > 0) {
            parts.add(new Content.Thinking(reasoning.toString(), null, null));
        }
        if (text.length() > 0) {
            parts.add(Content.text(text.toString()));
        }
        List<io.llmrouter.api.ToolCall> whole = calls.calls();
        parts.addAll(whole);
        if (!callExtras.isEmpty()) {
            messageExtras.set("tool_calls", callsWithExtras(whole));
        }
        return new Choice(
                index,
                new AssistantMessage(parts, extras(messageExtras)),
                finishReason == null ? FinishReason.OTHER : finishReason,
                extras(choiceExtras));
    }

    /** The calls as a plain answer would hold them, with fields such as Gemini's signature of its thoughts. */
    private ArrayNode callsWithExtras(List<io.llmrouter.api.ToolCall> whole) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (int i = 0; i < whole.size(); i++) {
            ObjectNode call = list.addObject();
            call.put("id", whole.get(i).id()).put("type", "function");
            call.putObject("function")
                    .put("name", whole.get(i).name())
                    .put("arguments", whole.get(i).arguments());
            ObjectNode more = callExtras.get(i);
            if (more != null) {
                call.setAll(more);
            }
        }
        return list;
    }

    private static Extras extras(ObjectNode fields) {
        return Fields.lenient(fields).extras(FORMAT);
    }
}
