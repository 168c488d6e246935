package io.llmrouter.wire;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Extras;
import io.llmrouter.api.Message;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.SystemMessage;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolChoice;
import io.llmrouter.api.ToolMessage;
import io.llmrouter.api.UserMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request in OpenAI's format. */
final class OpenAiRequestDecoder {
    private static final String FORMAT = OpenAiParts.FORMAT;

    private final Fields body;
    private final Map<String, RawJson> kept = new LinkedHashMap<>();

    private OpenAiRequestDecoder(Fields body) {
        this.body = body;
    }

    static WireFormat.ReceivedRequest decode(byte[] bytes) {
        return new OpenAiRequestDecoder(Fields.strict(Json.request(bytes), "")).decode();
    }

    private WireFormat.ReceivedRequest decode() {
        boolean stream = Boolean.TRUE.equals(body.bool("stream"));
        boolean streamUsage = streamUsage();
        Integer limit = body.positive("max_tokens");
        Integer completionLimit = body.positive("max_completion_tokens");
        ChatRequest.Builder request = ChatRequest.builder()
                .model(body.text("model"))
                .messages(messages())
                .maxTokens(completionLimit == null ? limit : completionLimit)
                .temperature(body.number("temperature"))
                .topP(body.number("top_p"))
                .stop(body.texts("stop"))
                .seed(body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE))
                .choices(body.positive("n"))
                .reasoningEffort(body.text("reasoning_effort"))
                .endUser(body.text("user"))
                .tools(body.objects("tools", OpenAiRequestDecoder::tool))
                .toolChoice(toolChoice())
                .parallelToolCalls(body.bool("parallel_tool_calls"))
                .responseFormat(responseFormat());
        kept.putAll(body.extras(FORMAT).fields());
        request.extras(kept.isEmpty() ? Extras.NONE : new Extras(FORMAT, kept));
        return new WireFormat.ReceivedRequest(request.build(), stream, streamUsage);
    }

    private boolean streamUsage() {
        Fields options = body.object("stream_options");
        if (options == null) {
            return false;
        }
        boolean usage = Boolean.TRUE.equals(options.bool("include_usage"));
        if (!options.isEmpty()) {
            kept.put("stream_options", options.rest());
        }
        return usage;
    }

    private List<Message> messages() {
        JsonNode list = body.messages();
        var messages = new ArrayList<Message>(list.size());
        for (int i = 0; i < list.size(); i++) {
            messages.add(message(Fields.strict(list.get(i), "messages[" + i + "]")));
        }
        return messages;
    }

    private static Message message(Fields message) {
        String role = message.requiredText("role");
        return switch (role) {
            case "system", "developer" ->
                new SystemMessage(
                        OpenAiParts.decode(message, "content", true), role.equals("developer"), message.extras(FORMAT));
            case "user" -> new UserMessage(OpenAiParts.decode(message, "content", true), message.extras(FORMAT));
            case "assistant" -> OpenAiAssistant.decode(message, true);
            case "tool" -> {
                String id = message.requiredText("tool_call_id");
                yield new ToolMessage(id, OpenAiParts.decode(message, "content", true), false, message.extras(FORMAT));
            }
            case "function" -> {
                String id = OpenAiAssistant.legacyId(message.requiredText("name"));
                yield new ToolMessage(id, OpenAiParts.decode(message, "content", true), false, message.extras(FORMAT));
            }
            default ->
                throw Json.invalid(message.path("role")
                        + ": expected system, developer, user, assistant or tool, found another role");
        };
    }

    private static Tool tool(Fields tool) {
        JsonNode type = tool.peek("type");
        if (type != null && type.isString() && !type.stringValue().equals("function")) {
            return new Tool(type.stringValue(), "", Json.NO_PARAMETERS, null, tool.extras(FORMAT));
        }
        JsonNode whole = tool.peek("function");
        Fields function = whole == null ? null : Fields.strict(whole.deepCopy(), tool.path("function"));
        if (function == null) {
            throw Json.invalid(tool.path("function") + ": expected an object, found nothing");
        }
        String name = function.requiredText("name");
        String description = function.text("description");
        JsonNode parameters = function.take("parameters");
        if (parameters != null && !parameters.isObject()) {
            throw Json.invalid(function.path("parameters") + ": expected a JSON Schema as an object, found "
                    + Fields.describe(parameters));
        }
        Boolean strict = function.bool("strict");
        tool.drop("type");
        if (function.isEmpty()) {
            tool.drop("function");
        }
        return new Tool(
                name,
                description == null ? "" : description,
                parameters == null ? Json.NO_PARAMETERS : Json.raw(parameters),
                strict,
                tool.extras(FORMAT));
    }

    private @Nullable ToolChoice toolChoice() {
        JsonNode choice = body.peek("tool_choice");
        if (choice == null) {
            body.drop("tool_choice");
            return null;
        }
        ToolChoice known = choice.isString() ? mode(choice.stringValue()) : null;
        JsonNode name = choice.path("function").path("name");
        if (choice.isObject() && name.isString()) {
            known = ToolChoice.named(name.stringValue());
        }
        if (known != null) {
            body.drop("tool_choice");
        } else if (!choice.isObject()) {
            throw Json.invalid("tool_choice: expected none, auto, required or an object, found "
                    + (choice.isString() ? "another text" : Fields.describe(choice)));
        }
        return known;
    }

    private static @Nullable ToolChoice mode(String mode) {
        return switch (mode) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> ToolChoice.NONE;
            case "required", "any" -> ToolChoice.REQUIRED;
            default -> null;
        };
    }

    /** A form that the api cannot say stays among the extra fields. */
    private @Nullable ResponseFormat responseFormat() {
        JsonNode whole = body.peek("response_format");
        if (whole == null) {
            body.drop("response_format");
            return null;
        }
        Fields format = Fields.strict(whole.deepCopy(), "response_format");
        String type = format.requiredText("type");
        ResponseFormat known =
                switch (type) {
                    case "text" -> new ResponseFormat.Text();
                    case "json_object" -> format.isEmpty() ? new ResponseFormat.JsonObject() : null;
                    case "json_schema" -> jsonSchema(format);
                    default -> null;
                };
        if (known != null && format.isEmpty()) {
            body.drop("response_format");
        }
        return known;
    }

    private static @Nullable ResponseFormat jsonSchema(Fields format) {
        Fields described = format.object("json_schema");
        if (described == null) {
            throw Json.invalid("response_format.json_schema: expected an object, found nothing");
        }
        String name = described.text("name");
        String description = described.text("description");
        Boolean strict = described.bool("strict");
        JsonNode schema = described.take("schema");
        if (!(schema instanceof ObjectNode) || !described.isEmpty()) {
            return null;
        }
        return new ResponseFormat.JsonSchema(name == null ? "response" : name, Json.raw(schema), strict, description);
    }
}
