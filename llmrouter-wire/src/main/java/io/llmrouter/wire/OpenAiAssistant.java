package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The assistant's message in OpenAI's format, in a request's history and in an answer. */
final class OpenAiAssistant {
    private static final String FORMAT = OpenAiParts.FORMAT;
    private static final String[] REASONING = {"reasoning_content", "reasoning"};

    private OpenAiAssistant() {}

    /** Decodes; {@code keepReasoning} also keeps the field of the thinking, so that it goes on under its own name. */
    static AssistantMessage decode(Fields message, boolean keepReasoning) {
        message.drop("role");
        var parts = new ArrayList<Content>();
        Map<String, RawJson> kept = new LinkedHashMap<>();
        String thinking = reasoning(message, keepReasoning ? kept : null);
        if (thinking != null) {
            parts.add(new Content.Thinking(thinking, null, null));
        }
        parts.addAll(OpenAiParts.decode(message, "content", false));
        JsonNode calls = message.array("tool_calls");
        if (calls != null && !calls.isEmpty() && !decodeCalls(calls, message, parts)) {
            kept.put("tool_calls", Json.raw(calls));
        }
        Fields legacy = message.object("function_call");
        if (legacy != null) {
            String name = legacy.requiredText("name");
            parts.add(new ToolCall(legacyId(name), name, arguments(legacy)));
        }
        kept.putAll(message.extras(FORMAT).fields());
        return new AssistantMessage(parts, kept.isEmpty() ? Extras.NONE : new Extras(FORMAT, kept));
    }

    /** The id that a call of the old form, which has none, gets: its result names the function only. */
    static String legacyId(String function) {
        return "call_" + function;
    }

    /** The text of the thinking under whichever name the server gives it; both names may hold the same. */
    static @Nullable String reasoning(Fields message, @Nullable Map<String, RawJson> kept) {
        String found = null;
        for (String name : REASONING) {
            JsonNode value = message.peek(name);
            if (value == null || !value.isString()) {
                continue;
            }
            if (kept != null) {
                kept.put(name, Json.raw(value));
            }
            message.drop(name);
            if (found == null && !value.stringValue().isEmpty()) {
                found = value.stringValue();
            }
        }
        return found;
    }

    /** Whether the calls hold nothing but what the api can say. */
    private static boolean decodeCalls(JsonNode calls, Fields message, List<Content> out) {
        boolean plain = true;
        for (int i = 0; i < calls.size(); i++) {
            String path = message.path("tool_calls") + "[" + i + "]";
            if (!(calls.get(i) instanceof ObjectNode object)) {
                if (message.isStrict()) {
                    throw Json.invalid(path + ": expected an object, found " + Fields.describe(calls.get(i)));
                }
                continue;
            }
            if (!object.path("function").isObject()) {
                plain = false;
                continue;
            }
            Fields call = Fields.of(object.deepCopy(), path, message.isStrict());
            call.drop("type", "index");
            String id = call.text("id");
            Fields function = call.object("function");
            if (function != null) {
                String name = function.requiredText("name");
                out.add(new ToolCall(id == null || id.isEmpty() ? Ids.toolCall() : id, name, arguments(function)));
                plain &= function.isEmpty() && call.isEmpty();
            }
        }
        return plain;
    }

    /** The arguments as the model wrote them; some servers send an object in place of its text. */
    static String arguments(Fields function) {
        JsonNode arguments = function.take("arguments");
        if (arguments == null) {
            return ToolCallAssembler.NO_ARGUMENTS;
        }
        String text = arguments.isString() ? arguments.stringValue() : arguments.toString();
        return text.isBlank() ? ToolCallAssembler.NO_ARGUMENTS : text;
    }

    /** The content, tool calls and extra fields of the message; the caller writes the role. */
    static void encode(JsonOut json, AssistantMessage message, Thinking thinking, String where) {
        Map<String, RawJson> extras = message.extras().forFormat(FORMAT);
        List<ToolCall> calls = message.toolCalls();
        encodeContent(json, message, !calls.isEmpty() || extras.containsKey("tool_calls"), where);
        if (thinking != Thinking.LEFT_OUT
                && !extras.containsKey("reasoning_content")
                && !extras.containsKey("reasoning")) {
            String text = thinking == Thinking.ALL ? message.reasoning() : unsealed(message);
            if (!text.isEmpty() && (thinking == Thinking.ALL || !calls.isEmpty())) {
                json.text("reasoning_content", text);
            }
        }
        RawJson original = extras.get("tool_calls");
        if (original != null && sameCalls(original, calls)) {
            json.raw("tool_calls", original, where + ".tool_calls");
        } else if (!calls.isEmpty()) {
            json.array("tool_calls");
            for (ToolCall call : calls) {
                encodeCall(json, call);
            }
            json.endArray();
        }
        json.extras(message.extras(), FORMAT, where);
    }

    private static void encodeCall(JsonOut json, ToolCall call) {
        json.object().text("id", call.id()).text("type", "function");
        json.object("function")
                .text("name", call.name())
                .text("arguments", call.arguments())
                .endObject();
        json.endObject();
    }

    /** Text parts are pieces of one text, and many servers take nothing but text here. */
    private static void encodeContent(JsonOut json, AssistantMessage message, boolean calls, String where) {
        boolean parts = false;
        boolean text = false;
        for (Content part : message.content()) {
            parts |= isOwnPart(part) || hasOwnFields(part);
            text |= part instanceof Content.Text;
        }
        if (parts) {
            json.array("content");
            for (int i = 0; i < message.content().size(); i++) {
                Content part = message.content().get(i);
                if (part instanceof Content.Text || isOwnPart(part)) {
                    OpenAiParts.encodePart(json, part, where + ".content[" + i + "]");
                }
            }
            json.endArray();
        } else if (!text && (calls || refuses(message))) {
            json.nil("content");
        } else {
            json.text("content", message.text());
        }
    }

    private static boolean refuses(AssistantMessage message) {
        RawJson refusal = message.extras().forFormat(FORMAT).get("refusal");
        return refusal != null && !refusal.text().equals("null");
    }

    private static boolean isOwnPart(Content part) {
        return part instanceof Content.Other other && other.format().equals(FORMAT);
    }

    private static boolean hasOwnFields(Content part) {
        return part instanceof Content.Text text
                && !text.extras().forFormat(FORMAT).isEmpty();
    }

    /** Thinking without a seal: sealed thinking belongs to another format's model. */
    private static String unsealed(AssistantMessage message) {
        var text = new StringBuilder();
        for (Content part : message.content()) {
            if (part instanceof Content.Thinking thinking && thinking.signature() == null) {
                text.append(thinking.text());
            }
        }
        return text.toString();
    }

    /** Whether the calls are still those that came with extra fields. */
    private static boolean sameCalls(RawJson original, List<ToolCall> calls) {
        JsonNode tree = Json.parse(original.text());
        if (tree == null || !tree.isArray()) {
            return false;
        }
        var ids = new ArrayList<String>();
        for (JsonNode call : tree.values()) {
            if (call.path("function").isObject()) {
                ids.add(call.path("id").asString(""));
            }
        }
        return ids.equals(calls.stream().map(ToolCall::id).toList());
    }

    /** What becomes of the thinking. */
    enum Thinking {
        /** The server refuses it. */
        LEFT_OUT,
        /** Models that think between tool calls want it back with those; elsewhere some servers refuse it. */
        WITH_TOOL_CALLS,
        ALL
    }
}
