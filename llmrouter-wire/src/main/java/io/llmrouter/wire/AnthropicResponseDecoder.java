package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a whole answer in Anthropic's format. */
final class AnthropicResponseDecoder {
    private static final String FORMAT = AnthropicBlocks.FORMAT;

    private AnthropicResponseDecoder() {}

    static ChatResponse decode(byte[] bytes) {
        JsonNode tree = Json.response(bytes);
        if (!(tree instanceof ObjectNode object)) {
            throw ProviderErrors.notAnAnswer(
                    "expected a message in JSON, found " + (bytes.length == 0 ? "an empty body" : Excerpt.of(bytes)));
        }
        if (object.path("error").isObject() || object.path("type").asString("").equals("error")) {
            throw ProviderErrors.inBody(object);
        }
        if (!object.path("content").isArray()) {
            throw ProviderErrors.notAnAnswer(
                    "expected a message with a list as content, found " + Fields.describe(object.get("content")));
        }
        Fields body = Fields.lenient(object);
        JsonNode calls = AnthropicToolUse.takeExtras(body);
        var content = new ArrayList<Content>();
        AnthropicBlocks.decodeAll(body, "content", content);
        Usage usage = AnthropicUsage.decode(body.take("usage"));
        return response(
                body,
                content,
                calls == null ? Map.of() : Map.of(AnthropicBlockWriter.TOOL_USE_EXTRAS, Json.raw(calls)),
                usage);
    }

    /** The answer whose other fields are those given; a stream gathers the same ones. */
    static ChatResponse response(Fields body, List<Content> content, Map<String, RawJson> messageExtras, Usage usage) {
        body.drop("type", "role");
        String id = body.requiredText("id");
        String model = body.requiredText("model");
        String stop = body.text("stop_reason");
        Map<String, RawJson> choiceExtras = new LinkedHashMap<>();
        for (String name : AnthropicStop.FIELDS) {
            JsonNode value = body.take(name);
            if (value != null) {
                choiceExtras.put(name, Json.raw(value));
            }
        }
        var message = new AssistantMessage(content, extras(messageExtras));
        FinishReason reason = FinishReason.STOP;
        if (stop != null) {
            reason = AnthropicStop.decode(stop);
            if (AnthropicStop.isAmbiguous(stop)) {
                choiceExtras.put(
                        "stop_reason", Json.raw(Json.MAPPER.getNodeFactory().stringNode(stop)));
            }
        } else if (!message.toolCalls().isEmpty()) {
            reason = FinishReason.TOOL_CALLS;
        }
        return ChatResponse.builder()
                .id(id)
                .model(model)
                .choices(List.of(new Choice(0, message, reason, extras(choiceExtras))))
                .usage(usage)
                .extras(body.extras(FORMAT))
                .build();
    }

    private static Extras extras(Map<String, RawJson> fields) {
        return fields.isEmpty() ? Extras.NONE : new Extras(FORMAT, fields);
    }
}
