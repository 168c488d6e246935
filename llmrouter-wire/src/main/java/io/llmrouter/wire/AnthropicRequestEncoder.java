package io.llmrouter.wire;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.Tool;
import io.llmrouter.api.ToolChoice;
import io.llmrouter.api.ToolMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request in Anthropic's format. */
final class AnthropicRequestEncoder {
    private static final String FORMAT = AnthropicBlocks.FORMAT;
    /** The format requires a limit. */
    private static final int DEFAULT_MAX_TOKENS = 4_096;

    private static final String JSON_ONLY = "Answer with one valid JSON object and nothing else.";

    private final ChatRequest request;
    private final Map<String, RawJson> extras;
    private final AnthropicThinking thinking;
    private final AnthropicTurns conversation;
    private final JsonOut json = new JsonOut();
    private final AnthropicBlockWriter blocks = new AnthropicBlockWriter(json);

    private AnthropicRequestEncoder(ChatRequest request, String modelId) {
        this.request = request;
        this.extras = request.extras().forFormat(FORMAT);
        this.thinking = AnthropicThinking.of(request, modelId);
        this.conversation = AnthropicTurns.of(request.messages());
    }

    static byte[] encode(ChatRequest request, String modelId, boolean stream) {
        return new AnthropicRequestEncoder(request, modelId).encode(modelId, stream);
    }

    private byte[] encode(String modelId, boolean stream) {
        json.object().text("model", modelId);
        json.number("max_tokens", request.maxTokens().orElse(DEFAULT_MAX_TOKENS + thinking.budget()));
        system();
        messages();
        sampling();
        stop();
        tools();
        thinking();
        outputConfig();
        if (!extras.containsKey("metadata")) {
            request.endUser()
                    .ifPresent(user ->
                            json.object("metadata").text("user_id", user).endObject());
        }
        if (stream) {
            json.bool("stream", true);
        }
        return json.extras(request.extras(), FORMAT, "").endObject().toBytes();
    }

    /** The format refuses sequences without a visible character. */
    private void stop() {
        List<String> visible =
                request.stop().stream().filter(text -> !text.isBlank()).toList();
        if (!visible.isEmpty()) {
            json.array("stop_sequences");
            visible.forEach(json::text);
            json.endArray();
        }
    }

    /** Thinking allows no sampling; Claude refuses both numbers together, and a temperature above 1. */
    private void sampling() {
        if (thinking.isOn()) {
            return;
        }
        if (request.temperature().isPresent()) {
            json.number("temperature", Math.min(1, request.temperature().getAsDouble()));
        } else if (request.topP().isPresent()) {
            json.number("top_p", request.topP().getAsDouble());
        }
    }

    private void system() {
        List<AnthropicTurns.Block> system = conversation.system();
        boolean jsonOnly = request.responseFormat().orElse(null) instanceof ResponseFormat.JsonObject;
        if (system.isEmpty() && !jsonOnly) {
            return;
        }
        if (system.size() == 1 && !jsonOnly && plainText(system.get(0)) != null) {
            json.text("system", String.valueOf(plainText(system.get(0))));
            return;
        }
        json.array("system");
        for (AnthropicTurns.Block block : system) {
            block(block, Map.of());
        }
        if (jsonOnly) {
            blocks.write(Content.text(JSON_ONLY), null, Map.of(), "system");
        }
        json.endArray();
    }

    private static @Nullable String plainText(AnthropicTurns.Block block) {
        return block.part() instanceof Content.Text text
                        && block.cache() == null
                        && text.extras().forFormat(FORMAT).isEmpty()
                ? text.text()
                : null;
    }

    private void messages() {
        json.array("messages");
        List<AnthropicTurns.Turn> turns = conversation.turns();
        for (int i = 0; i < turns.size(); i++) {
            turn(turns.get(i), i == turns.size() - 1);
        }
        json.endArray();
    }

    private void turn(AnthropicTurns.Turn turn, boolean last) {
        json.object().text("role", turn.role());
        List<AnthropicTurns.Block> content = turn.blocks();
        boolean prefill = last && turn.role().equals("assistant");
        String only = content.size() == 1 ? plainText(content.get(0)) : null;
        if (only != null) {
            json.text("content", prefill ? only.stripTrailing() : only);
        } else {
            json.array("content");
            for (int i = 0; i < content.size(); i++) {
                AnthropicTurns.Block block = content.get(i);
                block(prefill && i == content.size() - 1 ? stripped(block) : block, turn.extras());
            }
            json.endArray();
        }
        turn.extras().forEach((name, value) -> {
            if (!name.equals(AnthropicBlockWriter.TOOL_USE_EXTRAS) && !json.hasWritten(name)) {
                json.raw(name, value, "messages." + name);
            }
        });
        json.endObject();
    }

    /** A partial answer to go on from must not end with white space. */
    private static AnthropicTurns.Block stripped(AnthropicTurns.Block block) {
        return block.part() instanceof Content.Text text
                ? new AnthropicTurns.Block(
                        new Content.Text(text.text().stripTrailing(), text.extras()),
                        null,
                        block.cache(),
                        block.where())
                : block;
    }

    private void block(AnthropicTurns.Block block, Map<String, RawJson> callExtras) {
        if (block.result() != null) {
            result(block.result(), block);
        } else if (block.part() != null) {
            blocks.write(block.part(), block.cache(), callExtras, block.where());
        }
    }

    private void result(AnthropicTurns.Result result, AnthropicTurns.Block block) {
        ToolMessage message = result.message();
        json.object().text("type", "tool_result").text("tool_use_id", message.callId());
        String only = result.blocks().size() == 1 ? plainText(result.blocks().get(0)) : null;
        if (only != null) {
            json.text("content", only);
        } else if (!result.blocks().isEmpty()) {
            json.array("content");
            result.blocks().forEach(nested -> block(nested, Map.of()));
            json.endArray();
        }
        if (message.error()) {
            json.bool("is_error", true);
        }
        blocks.cache(block.cache());
        json.extras(message.extras(), FORMAT, block.where()).endObject();
    }

    private void tools() {
        if (request.tools().isEmpty()) {
            return;
        }
        json.array("tools");
        for (int i = 0; i < request.tools().size(); i++) {
            tool(request.tools().get(i), "tools[" + i + "]");
        }
        json.endArray();
        if (!extras.containsKey("tool_choice")) {
            toolChoice();
        }
    }

    private void tool(Tool tool, String where) {
        Extras more = tool.extras();
        if (more.fields().containsKey("type")) {
            if (more.format().equals(FORMAT)) {
                json.object().extras(more, FORMAT, where).endObject();
            }
            return;
        }
        json.object().text("name", tool.name());
        if (!tool.description().isEmpty()) {
            json.text("description", tool.description());
        }
        schema(tool.parameters(), where);
        if (Boolean.TRUE.equals(tool.strict())) {
            json.bool("strict", true);
        }
        json.extras(more, FORMAT, where).endObject();
    }

    /** The format wants the schema of an object, said to be one. */
    private void schema(RawJson parameters, String where) {
        if (parameters.text().contains("\"type\"")) {
            json.raw("input_schema", parameters, where + ".parameters");
            return;
        }
        JsonNode schema = Json.parse(parameters.text());
        if (!(schema instanceof ObjectNode object)) {
            throw Json.invalid(where + ".parameters: expected a JSON Schema as an object");
        }
        json.tree("input_schema", object.put("type", "object"));
    }

    private void toolChoice() {
        Boolean parallel = request.parallelToolCalls().orElse(null);
        ToolChoice choice = request.toolChoice().orElse(parallel == null ? null : ToolChoice.AUTO);
        if (choice == null) {
            return;
        }
        json.object("tool_choice");
        switch (choice.mode()) {
            case AUTO -> json.text("type", "auto");
            case NONE -> json.text("type", "none");
            case REQUIRED -> json.text("type", "any");
            case NAMED -> json.text("type", "tool").textIfPresent("name", choice.name());
        }
        if (parallel != null && choice.mode() != ToolChoice.Mode.NONE) {
            json.bool("disable_parallel_tool_use", !parallel);
        }
        json.endObject();
    }

    private void thinking() {
        if (thinking.budget() > 0) {
            json.object("thinking").text("type", "enabled");
            json.number("budget_tokens", thinking.budget()).endObject();
        } else if (thinking.adaptive()) {
            json.object("thinking").text("type", "adaptive").endObject();
        }
    }

    private void outputConfig() {
        ResponseFormat format = request.responseFormat().orElse(null);
        boolean schema = format instanceof ResponseFormat.JsonSchema;
        if (extras.containsKey("output_config") || (!schema && thinking.effort() == null)) {
            return;
        }
        json.object("output_config").textIfPresent("effort", thinking.effort());
        if (format instanceof ResponseFormat.JsonSchema wanted) {
            json.object("format").text("type", "json_schema");
            json.raw("schema", wanted.schema(), "response_format.json_schema.schema")
                    .endObject();
        }
        json.endObject();
    }
}
