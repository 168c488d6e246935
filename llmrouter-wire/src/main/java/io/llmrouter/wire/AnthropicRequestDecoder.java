package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
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
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request in Anthropic's format. */
final class AnthropicRequestDecoder {
    private static final String FORMAT = AnthropicBlocks.FORMAT;

    private final Fields body;
    private final List<Message> messages = new ArrayList<>();
    private final ChatRequest.Builder request = ChatRequest.builder();

    private AnthropicRequestDecoder(Fields body) {
        this.body = body;
    }

    static WireFormat.ReceivedRequest decode(byte[] bytes) {
        return new AnthropicRequestDecoder(Fields.strict(Json.request(bytes), "")).decode();
    }

    private WireFormat.ReceivedRequest decode() {
        boolean stream = Boolean.TRUE.equals(body.bool("stream"));
        system();
        messages();
        request.model(body.text("model"))
                .messages(messages)
                .maxTokens(body.positive("max_tokens"))
                .temperature(body.number("temperature"))
                .topP(body.number("top_p"))
                .stop(body.texts("stop_sequences"))
                .tools(body.objects("tools", AnthropicRequestDecoder::tool))
                .reasoningEffort(AnthropicThinking.effortOf(body.peek("thinking"), body.peek("output_config")));
        toolChoice();
        user();
        outputFormat();
        return new WireFormat.ReceivedRequest(
                request.extras(body.extras(FORMAT)).build(), stream, true);
    }

    private void system() {
        if (body.peek("system") == null) {
            body.drop("system");
            return;
        }
        var content = new ArrayList<Content>();
        AnthropicBlocks.decodeAll(body, "system", content);
        messages.add(new SystemMessage(content));
    }

    private void messages() {
        JsonNode list = body.messages();
        for (int i = 0; i < list.size(); i++) {
            message(Fields.strict(list.get(i), "messages[" + i + "]"));
        }
    }

    private void message(Fields message) {
        String role = message.requiredText("role");
        switch (role) {
            case "user" -> user(message);
            case "assistant" -> assistant(message);
            case "system" -> {
                var content = new ArrayList<Content>();
                AnthropicBlocks.decodeAll(message, "content", content);
                messages.add(new SystemMessage(content, false, message.extras(FORMAT)));
            }
            default ->
                throw Json.invalid(message.path("role") + ": expected user, assistant or system, found another role");
        }
    }

    private void assistant(Fields message) {
        JsonNode calls = AnthropicToolUse.takeExtras(message);
        var content = new ArrayList<Content>();
        AnthropicBlocks.decodeAll(message, "content", content);
        messages.add(new AssistantMessage(content, AnthropicToolUse.extras(message, calls)));
    }

    /** A user turn may hold the results of tools, each a message of its own, before what the user says. */
    private void user(Fields message) {
        JsonNode blocks = message.peek("content");
        if (blocks == null || !blocks.isArray()) {
            var content = new ArrayList<Content>();
            AnthropicBlocks.decodeAll(message, "content", content);
            messages.add(new UserMessage(content, message.extras(FORMAT)));
            return;
        }
        message.drop("content");
        Extras extras = message.extras(FORMAT);
        int before = messages.size();
        var said = new ArrayList<Content>();
        for (int i = 0; i < blocks.size(); i++) {
            JsonNode block = blocks.get(i);
            String path = message.path("content") + "[" + i + "]";
            if (block instanceof ObjectNode object
                    && block.path("type").asString("").equals("tool_result")) {
                flush(said, extras);
                messages.add(result(Fields.of(object, path, true)));
            } else {
                AnthropicBlocks.decode(block, path, true, said);
            }
        }
        if (!said.isEmpty() || messages.size() == before) {
            messages.add(new UserMessage(said, extras));
        }
    }

    private void flush(List<Content> said, Extras extras) {
        if (!said.isEmpty()) {
            messages.add(new UserMessage(said, extras));
            said.clear();
        }
    }

    private static ToolMessage result(Fields block) {
        block.drop("type");
        String id = block.requiredText("tool_use_id");
        boolean error = Boolean.TRUE.equals(block.bool("is_error"));
        Content.CachePoint cache = AnthropicBlocks.cachePoint(block);
        var content = new ArrayList<Content>();
        if (block.peek("content") != null) {
            AnthropicBlocks.decodeAll(block, "content", content);
        }
        block.drop("content");
        if (cache != null) {
            content.add(cache);
        }
        return new ToolMessage(id, content, error, block.extras(FORMAT));
    }

    private static Tool tool(Fields tool) {
        JsonNode type = tool.peek("type");
        if (type != null && !type.asString("").equals("custom")) {
            JsonNode name = tool.peek("name");
            return new Tool(
                    name == null ? type.asString("") : name.asString(""),
                    "",
                    Json.NO_PARAMETERS,
                    null,
                    tool.extras(FORMAT));
        }
        tool.drop("type");
        String name = tool.requiredText("name");
        String description = tool.text("description");
        JsonNode schema = tool.take("input_schema");
        if (schema != null && !schema.isObject()) {
            throw Json.invalid(tool.path("input_schema") + ": expected a JSON Schema as an object, found "
                    + Fields.describe(schema));
        }
        Boolean strict = tool.bool("strict");
        RawJson parameters = schema == null ? Json.NO_PARAMETERS : Json.raw(schema);
        return new Tool(name, description == null ? "" : description, parameters, strict, tool.extras(FORMAT));
    }

    private void toolChoice() {
        JsonNode whole = body.peek("tool_choice");
        if (whole == null) {
            body.drop("tool_choice");
            return;
        }
        Fields choice = Fields.strict(whole.deepCopy(), "tool_choice");
        String type = choice.requiredText("type");
        ToolChoice known =
                switch (type) {
                    case "auto" -> ToolChoice.AUTO;
                    case "none" -> ToolChoice.NONE;
                    case "any" -> ToolChoice.REQUIRED;
                    case "tool" -> ToolChoice.named(choice.requiredText("name"));
                    default -> null;
                };
        Boolean single = choice.bool("disable_parallel_tool_use");
        request.toolChoice(known).parallelToolCalls(single == null ? null : (Boolean) !single);
        if (known != null && choice.isEmpty()) {
            body.drop("tool_choice");
        }
    }

    private void user() {
        JsonNode metadata = body.peek("metadata");
        JsonNode user = metadata == null ? null : metadata.path("user_id");
        if (metadata != null && user != null && user.isString()) {
            request.endUser(user.stringValue());
            if (metadata.size() == 1) {
                body.drop("metadata");
            }
        }
    }

    /** The whole configuration stays among the extra fields too unless the format is all that it says. */
    private void outputFormat() {
        JsonNode config = body.peek("output_config");
        if (config == null) {
            return;
        }
        JsonNode format = config.path("format");
        JsonNode schema = format.path("schema");
        if (format.path("type").asString("").equals("json_schema") && schema.isObject()) {
            request.responseFormat(new ResponseFormat.JsonSchema("response", Json.raw(schema), true, null));
            if (config.size() == 1 && format.size() == 2) {
                body.drop("output_config");
            }
        }
    }
}
