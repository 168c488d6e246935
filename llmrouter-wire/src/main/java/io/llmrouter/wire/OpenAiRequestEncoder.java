package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
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
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request in OpenAI's format. */
final class OpenAiRequestEncoder {
    private static final String FORMAT = OpenAiParts.FORMAT;

    private final OpenAiDialect dialect;
    private final ChatRequest request;
    private final JsonOut json = new JsonOut();

    private OpenAiRequestEncoder(OpenAiDialect dialect, ChatRequest request) {
        this.dialect = dialect;
        this.request = request;
    }

    static byte[] encode(OpenAiDialect dialect, ChatRequest request, String modelId, boolean stream) {
        return new OpenAiRequestEncoder(dialect, request).encode(modelId, stream);
    }

    private byte[] encode(String modelId, boolean stream) {
        json.object().text("model", modelId);
        messages();
        request.maxTokens().ifPresent(limit -> json.number(dialect.maxTokensField(), limit));
        request.temperature().ifPresent(value -> json.number("temperature", value));
        request.topP().ifPresent(value -> json.number("top_p", value));
        if (!request.stop().isEmpty()) {
            json.array("stop");
            request.stop().stream().limit(mostStops(dialect)).forEach(json::text);
            json.endArray();
        }
        request.seed().ifPresent(value -> json.number("seed", value));
        request.choices().ifPresent(value -> json.number("n", value));
        request.reasoningEffort().ifPresent(value -> json.text("reasoning_effort", value));
        request.endUser().ifPresent(value -> json.text("user", value));
        tools();
        request.responseFormat().ifPresent(this::responseFormat);
        stream(stream);
        extras(stream);
        return json.endObject().toBytes();
    }

    /** OpenAI refuses more; of other servers nothing is known. */
    static int mostStops(OpenAiDialect dialect) {
        return dialect.equals(OpenAiDialect.OPENAI) ? 4 : Integer.MAX_VALUE;
    }

    private void stream(boolean stream) {
        if (!stream) {
            return;
        }
        json.bool("stream", true);
        RawJson options = request.extras().forFormat(FORMAT).get("stream_options");
        JsonNode known = options == null ? null : Json.parse(options.text());
        if (dialect.streamUsage() || known instanceof ObjectNode) {
            json.object("stream_options");
            if (dialect.streamUsage()) {
                json.bool("include_usage", true);
            }
            if (known instanceof ObjectNode object) {
                json.rest(object);
            }
            json.endObject();
        }
    }

    private void extras(boolean stream) {
        for (Map.Entry<String, RawJson> field :
                request.extras().forFormat(FORMAT).entrySet()) {
            String name = field.getKey();
            if (!json.hasWritten(name) && (stream || !name.startsWith("stream"))) {
                json.raw(name, field.getValue(), name);
            }
        }
    }

    private void messages() {
        json.array("messages");
        List<Content> attachments = new ArrayList<>();
        List<Message> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String where = "messages[" + i + "]";
            if (!(message instanceof ToolMessage)) {
                flush(attachments, where);
            }
            message(message, attachments, where);
        }
        flush(attachments, "messages");
        json.endArray();
    }

    private void message(Message message, List<Content> attachments, String where) {
        json.object();
        if (message instanceof SystemMessage system) {
            json.text("role", system.developer() ? "developer" : "system");
            OpenAiParts.encode(json, system.content(), where);
        } else if (message instanceof UserMessage user) {
            json.text("role", "user");
            OpenAiParts.encode(json, user.content(), where);
        } else if (message instanceof AssistantMessage assistant) {
            json.text("role", "assistant");
            OpenAiAssistant.encode(json, assistant, thinking(), where);
        } else if (message instanceof ToolMessage tool) {
            json.text("role", "tool").text("tool_call_id", tool.callId());
            OpenAiParts.encode(json, texts(tool.content(), attachments), where);
        }
        json.extras(message.extras(), FORMAT, where).endObject();
    }

    private OpenAiAssistant.Thinking thinking() {
        return dialect.equals(OpenAiDialect.OPENAI)
                ? OpenAiAssistant.Thinking.LEFT_OUT
                : OpenAiAssistant.Thinking.WITH_TOOL_CALLS;
    }

    /** A tool's message holds text only; what else a tool gave follows in a user message after all results. */
    private static List<Content> texts(List<Content> content, List<Content> attachments) {
        var texts = new ArrayList<Content>();
        for (Content part : content) {
            boolean attached =
                    part instanceof Content.Image || part instanceof Content.Audio || part instanceof Content.File;
            (attached ? attachments : texts).add(part);
        }
        return texts;
    }

    private void flush(List<Content> attachments, String where) {
        if (!attachments.isEmpty()) {
            json.object().text("role", "user");
            OpenAiParts.encode(json, attachments, where);
            json.endObject();
            attachments.clear();
        }
    }

    private void tools() {
        if (!request.tools().isEmpty()) {
            json.array("tools");
            for (int i = 0; i < request.tools().size(); i++) {
                tool(request.tools().get(i), "tools[" + i + "]");
            }
            json.endArray();
        }
        request.toolChoice().ifPresent(this::toolChoice);
        request.parallelToolCalls().ifPresent(value -> json.bool("parallel_tool_calls", value));
    }

    private void tool(Tool tool, String where) {
        if (tool.extras().fields().containsKey("type")) {
            if (tool.extras().format().equals(FORMAT)) {
                json.object().extras(tool.extras(), FORMAT, where).endObject();
            }
            return;
        }
        json.object().text("type", "function");
        if (!tool.extras().forFormat(FORMAT).containsKey("function")) {
            json.object("function").text("name", tool.name());
            if (!tool.description().isEmpty()) {
                json.text("description", tool.description());
            }
            json.raw("parameters", tool.parameters(), where + ".function.parameters");
            if (tool.strict() != null) {
                json.bool("strict", tool.strict());
            }
            json.endObject();
        }
        json.extras(tool.extras(), FORMAT, where).endObject();
    }

    private void toolChoice(ToolChoice choice) {
        switch (choice.mode()) {
            case AUTO -> json.text("tool_choice", "auto");
            case NONE -> json.text("tool_choice", "none");
            case REQUIRED -> json.text("tool_choice", "required");
            case NAMED -> {
                json.object("tool_choice").text("type", "function").object("function");
                json.textIfPresent("name", choice.name()).endObject().endObject();
            }
        }
    }

    private void responseFormat(ResponseFormat format) {
        if (request.extras().forFormat(FORMAT).containsKey("response_format")) {
            return;
        }
        json.object("response_format");
        if (format instanceof ResponseFormat.JsonSchema schema) {
            json.text("type", "json_schema").object("json_schema").text("name", schema.name());
            json.textIfPresent("description", schema.description());
            json.raw("schema", schema.schema(), "response_format.json_schema.schema");
            if (schema.strict() != null) {
                json.bool("strict", schema.strict());
            }
            json.endObject();
        } else {
            json.text("type", format instanceof ResponseFormat.JsonObject ? "json_object" : "text");
        }
        json.endObject();
    }
}
