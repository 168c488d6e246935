package io.llmrouter.bedrock;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseType;

/** Makes deltas, and in the end the whole answer, of the events of one stream. Not safe for concurrent use. */
final class StreamAssembler implements ConverseStreamResponseHandler.Visitor {
    private final String modelId;
    private final Consumer<Delta> deltas;
    private final TreeMap<Integer, Block> blocks = new TreeMap<>();
    private int toolCalls;
    private String requestId = "";
    private @Nullable FinishReason finishReason;
    private Usage usage = Usage.UNKNOWN;
    private @Nullable Document additionalFields;
    private @Nullable Long latencyMillis;
    private boolean metadataSeen;

    StreamAssembler(String modelId, Consumer<Delta> deltas) {
        this.modelId = modelId;
        this.deltas = deltas;
    }

    void requestId(@Nullable String id) {
        requestId = id == null ? "" : id;
    }

    /** Whether the model has ended its message. */
    boolean stopped() {
        return finishReason != null;
    }

    /** Whether an end of the body now is the end of the answer: usage is told last, and only of a whole one. */
    boolean mayEnd() {
        return stopped() || metadataSeen;
    }

    /** Whether nothing more is to come: the message has ended, and its usage was told. */
    boolean complete() {
        return stopped() && metadataSeen;
    }

    ChatResponse response() {
        var content = new ArrayList<Content>();
        blocks.values().forEach(block -> block.addTo(content));
        Extras extras = ConverseResponses.extras(additionalFields, latencyMillis);
        return ConverseResponses.answer(requestId, modelId, content, finishReason(), usage, extras);
    }

    /** Where the model did not say why it stopped, its tool calls do. */
    private FinishReason finishReason() {
        if (finishReason != null) {
            return finishReason;
        }
        return toolCalls > 0 ? FinishReason.TOOL_CALLS : FinishReason.OTHER;
    }

    @Override
    public void visitContentBlockStart(ContentBlockStartEvent event) {
        ToolUseBlockStart tool = event.start() == null ? null : event.start().toolUse();
        if (tool == null || tool.type() == ToolUseType.SERVER_TOOL_USE) {
            return;
        }
        Block block = blockAt(event.contentBlockIndex());
        if (!block.isNew()) {
            return;
        }
        block.tool = new ToolCall(orEmpty(tool.toolUseId()), orEmpty(tool.name()), "");
        block.toolIndex = toolCalls++;
        deltas.accept(new Delta.ToolCall(0, block.toolIndex, block.tool.id(), block.tool.name(), ""));
    }

    @Override
    public void visitContentBlockDelta(ContentBlockDeltaEvent event) {
        ContentBlockDelta delta = event.delta();
        if (delta == null) {
            return;
        }
        if (delta.text() != null) {
            write(blockAt(event.contentBlockIndex()), delta.text());
        } else if (delta.reasoningContent() != null) {
            think(blockAt(event.contentBlockIndex()), delta.reasoningContent());
        } else if (delta.toolUse() != null) {
            argue(blockAt(event.contentBlockIndex()), orEmpty(delta.toolUse().input()));
        }
    }

    @Override
    public void visitContentBlockStop(ContentBlockStopEvent event) {
        Block block = blockAt(event.contentBlockIndex());
        if (block.tool != null && block.text.isEmpty()) {
            argue(block, "{}");
        }
    }

    @Override
    public void visitMessageStop(MessageStopEvent event) {
        finishReason = ConverseResponses.finishReason(event.stopReason());
        additionalFields = event.additionalModelResponseFields();
    }

    @Override
    public void visitMetadata(ConverseStreamMetadataEvent event) {
        metadataSeen = true;
        usage = ConverseResponses.usage(event.usage(), event.serviceTier());
        latencyMillis = event.metrics() == null ? null : event.metrics().latencyMs();
    }

    /** Text counts in a block of text alone, as thinking does in one of thinking. */
    private void write(Block block, String text) {
        if (block.tool == null && !block.thinking && !text.isEmpty()) {
            block.text.append(text);
            deltas.accept(Delta.text(text));
        }
    }

    private void think(Block block, ReasoningContentBlockDelta delta) {
        if (!block.thinking && !block.isNew()) {
            return;
        }
        block.thinking = true;
        String text = orEmpty(delta.text());
        String signature = delta.signature();
        SdkBytes redacted = delta.redactedContent();
        block.text.append(text);
        if (signature != null) {
            block.signature.append(signature);
        }
        if (redacted != null) {
            block.redacted = block.redacted == null ? redacted : concat(block.redacted, redacted);
        }
        if (!text.isEmpty() || signature != null) {
            deltas.accept(new Delta.Reasoning(0, text, signature));
        }
    }

    private void argue(Block block, String arguments) {
        if (block.tool == null || arguments.isEmpty()) {
            return;
        }
        block.text.append(arguments);
        deltas.accept(new Delta.ToolCall(0, block.toolIndex, null, null, arguments));
    }

    private Block blockAt(@Nullable Integer index) {
        return blocks.computeIfAbsent(index == null ? 0 : index, at -> new Block());
    }

    private static SdkBytes concat(SdkBytes first, SdkBytes second) {
        byte[] head = first.asByteArrayUnsafe();
        byte[] tail = second.asByteArrayUnsafe();
        byte[] whole = new byte[head.length + tail.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return SdkBytes.fromByteArrayUnsafe(whole);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** One block of the answer while it grows. */
    private static final class Block {
        final StringBuilder text = new StringBuilder();
        final StringBuilder signature = new StringBuilder();
        boolean thinking;
        int toolIndex;

        @Nullable
        ToolCall tool;

        @Nullable
        SdkBytes redacted;

        boolean isNew() {
            return tool == null && !thinking && text.isEmpty();
        }

        void addTo(List<Content> content) {
            if (tool != null) {
                String arguments = text.toString().isBlank() ? "{}" : text.toString();
                content.add(new ToolCall(tool.id(), tool.name(), arguments));
            } else if (redacted != null) {
                content.add(new Content.Thinking("", null, ConverseResponses.redacted(redacted)));
            } else if (thinking) {
                content.add(
                        new Content.Thinking(text.toString(), signature.isEmpty() ? null : signature.toString(), null));
            } else if (!text.isEmpty()) {
                content.add(Content.text(text.toString()));
            }
        }
    }
}
