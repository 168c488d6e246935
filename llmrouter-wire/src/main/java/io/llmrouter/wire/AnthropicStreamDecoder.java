package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a streamed answer in Anthropic's format. */
final class AnthropicStreamDecoder implements StreamDecoder {
    private static final int MAX_BLOCKS = 10_000;

    private final ObjectNode head = Json.MAPPER.createObjectNode();
    private final ObjectNode usage = Json.MAPPER.createObjectNode();
    private final List<AnthropicBlockAssembler> blocks = new ArrayList<>();
    /** By the index on the wire the latest of them: some servers give all blocks the same, or none. */
    private final Map<Integer, AnthropicBlockAssembler> byIndex = new HashMap<>();

    private final ToolCallAssembler calls = new ToolCallAssembler(0);
    private boolean begun;
    private boolean stopped;
    private boolean ended;

    @Override
    public void accept(SseEvent event, Consumer<Delta> out) {
        JsonNode tree = Json.parse(event.data());
        if (event.type().equals("error")) {
            throw ProviderErrors.inStream(tree, event.data());
        }
        if (!(tree instanceof ObjectNode object)) {
            return;
        }
        switch (object.path("type").asString(event.type())) {
            case "message_start" -> start(object.path("message"));
            case "content_block_start" -> blockStart(object, out);
            case "content_block_delta" -> blockDelta(object, out);
            case "content_block_stop" -> blockStop(object, out);
            case "message_delta" -> messageDelta(object, out);
            case "message_stop" -> ended = begun;
            case "error" -> throw ProviderErrors.inBody(object);
            default -> {
                if (object.path("error").isObject()) {
                    throw ProviderErrors.inBody(object);
                }
            }
        }
    }

    private void start(JsonNode message) {
        begun = true;
        if (message instanceof ObjectNode object) {
            if (object.get("usage") instanceof ObjectNode first) {
                AnthropicUsage.merge(usage, first);
            }
            object.remove(List.of("usage", "content"));
            head.setAll(object);
        }
    }

    private static int index(ObjectNode event) {
        JsonNode index = event.path("index");
        return index.isInt() ? Math.max(0, index.intValue()) : 0;
    }

    private void blockStart(ObjectNode event, Consumer<Delta> out) {
        if (!(event.get("content_block") instanceof ObjectNode block)) {
            return;
        }
        if (blocks.size() >= MAX_BLOCKS) {
            throw ProviderErrors.notAnAnswer("expected at most " + MAX_BLOCKS + " blocks, found more");
        }
        begun = true;
        var assembler = new AnthropicBlockAssembler(blocks.size(), block, calls);
        blocks.add(assembler);
        AnthropicBlockAssembler before = byIndex.put(index(event), assembler);
        if (before != null) {
            before.stop(out);
        }
        assembler.start(out);
    }

    private void blockDelta(ObjectNode event, Consumer<Delta> out) {
        AnthropicBlockAssembler block = byIndex.get(index(event));
        if (block != null && event.get("delta") instanceof ObjectNode delta) {
            block.delta(delta, out);
        }
    }

    private void blockStop(ObjectNode event, Consumer<Delta> out) {
        AnthropicBlockAssembler block = byIndex.get(index(event));
        if (block != null) {
            block.stop(out);
        }
    }

    private void messageDelta(ObjectNode event, Consumer<Delta> out) {
        if (event.get("usage") instanceof ObjectNode later) {
            AnthropicUsage.merge(usage, later);
        }
        if (event.get("delta") instanceof ObjectNode delta) {
            delta.properties().forEach(field -> {
                if (!field.getValue().isNull() || !head.has(field.getKey())) {
                    head.set(field.getKey(), field.getValue());
                }
            });
        }
        if (begun && head.path("stop_reason").isString() && !stopped) {
            stopped = true;
            blocks.forEach(block -> block.stop(out));
        }
    }

    @Override
    public Progress progress() {
        if (ended) {
            return Progress.ENDED;
        }
        return stopped ? Progress.STOPPED : Progress.OPEN;
    }

    @Override
    public ChatResponse finish() {
        if (!begun) {
            throw ProviderErrors.emptyStream();
        }
        if (!stopped) {
            throw ProviderErrors.truncated();
        }
        Map<Integer, ToolCall> byBlock = calls.callsByIndex();
        var content = new ArrayList<Content>();
        ObjectNode callExtras = Json.MAPPER.createObjectNode();
        for (int i = 0; i < blocks.size(); i++) {
            AnthropicBlockAssembler block = blocks.get(i);
            Content part = byBlock.containsKey(i) ? byBlock.get(i) : block.toContent();
            if (part != null) {
                content.add(part);
            }
            if (part instanceof ToolCall call && !block.callExtras().isEmpty()) {
                callExtras.set(call.id(), block.callExtras());
            }
        }
        Usage counted = AnthropicUsage.decode(usage);
        Map<String, RawJson> extras =
                callExtras.isEmpty() ? Map.of() : Map.of(AnthropicBlockWriter.TOOL_USE_EXTRAS, Json.raw(callExtras));
        return AnthropicResponseDecoder.response(Fields.lenient(head.deepCopy()), content, extras, counted);
    }
}
