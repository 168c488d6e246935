package io.llmrouter.bedrock;

import io.llmrouter.api.Content;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.ToolMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** The parts of one request's messages in Bedrock's form. Not safe for concurrent use. */
final class ContentBlocks {
    private final ModelFamily family;
    private final MediaBlocks media = new MediaBlocks();

    ContentBlocks(ModelFamily family) {
        this.family = family;
    }

    /** The block of a part; empty for what Bedrock refuses and nobody misses, such as blank text. */
    Optional<ContentBlock> of(Content part) {
        if (part instanceof Content.Text text) {
            return text.text().isBlank()
                    ? Optional.empty()
                    : Optional.of(ContentBlock.fromText(Unicode.wellFormed(text.text())));
        }
        if (part instanceof ToolCall call) {
            return Optional.of(ContentBlock.fromToolUse(toolUse(call)));
        }
        if (part instanceof Content.Thinking thinking) {
            return family.mayTakeThinking()
                    ? reasoning(thinking).map(ContentBlock::fromReasoningContent)
                    : Optional.empty();
        }
        if (part instanceof Content.Image image) {
            return Optional.of(ContentBlock.fromImage(media.image(image)));
        }
        if (part instanceof Content.File file) {
            return Optional.of(ContentBlock.fromDocument(media.document(file)));
        }
        if (part instanceof Content.Audio audio) {
            return Optional.of(ContentBlock.fromAudio(media.audio(audio)));
        }
        if (part instanceof Content.CachePoint point && family.mayCachePrompts()) {
            return Optional.of(ContentBlock.fromCachePoint(CachePoints.of(point.ttl())));
        }
        return Optional.empty();
    }

    ToolResultBlock toolResult(ToolMessage message) {
        var content = new ArrayList<ToolResultContentBlock>();
        for (Content part : message.content()) {
            if (part instanceof Content.Text text) {
                if (!text.text().isBlank()) {
                    content.add(ToolResultContentBlock.fromText(Unicode.wellFormed(text.text())));
                }
            } else if (part instanceof Content.Image image) {
                content.add(ToolResultContentBlock.fromImage(media.image(image)));
            } else if (part instanceof Content.File file) {
                content.add(ToolResultContentBlock.fromDocument(media.document(file)));
            } else if (part instanceof Content.Audio) {
                throw BedrockErrors.invalid(
                        "The result of a tool holds audio, which Bedrock does not take there",
                        "Send the recording in a user message.");
            }
        }
        if (content.isEmpty()) {
            content.add(ToolResultContentBlock.fromText("(no output)"));
        }
        var block = ToolResultBlock.builder()
                .toolUseId(ToolIds.of(message.callId()))
                .content(List.copyOf(content));
        // Only Claude and Nova know the status; others refuse a request that has it.
        if (message.error() && family != ModelFamily.OTHER) {
            block.status(ToolResultStatus.ERROR);
        }
        return block.build();
    }

    private static ToolUseBlock toolUse(ToolCall call) {
        return ToolUseBlock.builder()
                .toolUseId(ToolIds.of(call.id()))
                .name(call.name())
                .input(arguments(call.arguments()))
                .build();
    }

    /** The arguments as an object; what is none is wrapped, so that the model sees what it wrote. */
    private static Document arguments(String json) {
        if (json.isBlank()) {
            return Document.fromMap(Map.of());
        }
        return Documents.parse(json)
                .filter(Document::isMap)
                .orElseGet(() -> Document.fromMap(Map.of("arguments", Document.fromString(json))));
    }

    /** Sealed thinking; unsealed thinking is another provider's, and refused. */
    private static Optional<ReasoningContentBlock> reasoning(Content.Thinking thinking) {
        if (thinking.redacted() != null) {
            return Optional.of(ReasoningContentBlock.fromRedactedContent(redacted(thinking.redacted())));
        }
        return Optional.ofNullable(thinking.signature())
                .map(signature -> ReasoningContentBlock.fromReasoningText(
                        text -> text.text(thinking.text()).signature(signature)));
    }

    private static SdkBytes redacted(String text) {
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return SdkBytes.fromByteArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
