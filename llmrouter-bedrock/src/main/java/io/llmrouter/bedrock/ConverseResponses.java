package io.llmrouter.bedrock;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.Extras;
import io.llmrouter.api.FinishReason;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.Usage;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ErrorFacts;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.CacheTTL;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseType;

/** Bedrock's answers as chat responses. */
final class ConverseResponses {
    private ConverseResponses() {}

    /**
     * The answer.
     *
     * @throws BadResponseException if it has no message
     */
    static ChatResponse of(ConverseResponse response, String modelId) {
        if (response.output() == null || response.output().message() == null) {
            throw new BadResponseException(
                    ErrorFacts.because("Bedrock answered without a message: expected output.message, found none")
                            .provider(BedrockProvider.NAME)
                            .help("Check that aws_region or base_url leads to a Bedrock endpoint, and try again.")
                            .build());
        }
        var content = new ArrayList<Content>();
        response.output().message().content().forEach(block -> partOf(block).ifPresent(content::add));
        return answer(
                Optional.ofNullable(response.responseMetadata().requestId()).orElse(""),
                modelId,
                content,
                finishReason(response.stopReason()),
                usage(response.usage(), response.serviceTier()),
                extras(
                        response.additionalModelResponseFields(),
                        response.metrics() == null ? null : response.metrics().latencyMs()));
    }

    static ChatResponse answer(
            String id, String modelId, List<Content> content, FinishReason finishReason, Usage usage, Extras extras) {
        return ChatResponse.builder()
                .id(id)
                .model(modelId)
                .choices(List.of(new Choice(0, new AssistantMessage(content), finishReason, Extras.NONE)))
                .usage(usage)
                .extras(extras)
                .build();
    }

    static FinishReason finishReason(@Nullable StopReason reason) {
        if (reason == null) {
            return FinishReason.OTHER;
        }
        return switch (reason) {
            case END_TURN, STOP_SEQUENCE -> FinishReason.STOP;
            case TOOL_USE -> FinishReason.TOOL_CALLS;
            case MAX_TOKENS, MODEL_CONTEXT_WINDOW_EXCEEDED -> FinishReason.LENGTH;
            case GUARDRAIL_INTERVENED, CONTENT_FILTERED -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.OTHER;
        };
    }

    /** The tokens; Bedrock counts those read from and written to the cache beside the input, not in it. */
    static Usage usage(@Nullable TokenUsage usage, @Nullable ServiceTier tier) {
        if (usage == null || usage.inputTokens() == null || usage.outputTokens() == null) {
            return Usage.UNKNOWN;
        }
        long read = orZero(usage.cacheReadInputTokens());
        long written = orZero(usage.cacheWriteInputTokens());
        var details = Document.mapBuilder()
                .putNumber("inputTokens", usage.inputTokens())
                .putNumber("outputTokens", usage.outputTokens())
                .putNumber("totalTokens", orZero(usage.totalTokens()))
                .putNumber("cacheReadInputTokens", read)
                .putNumber("cacheWriteInputTokens", written)
                .build();
        return new Usage(
                usage.inputTokens() + read + written,
                usage.outputTokens(),
                read,
                written,
                0,
                Usage.Source.REPORTED,
                RawJson.of(Documents.toJson(details)),
                new Usage.Billing(keptForAnHour(usage), 0, 0, tier == null ? null : tier.typeAsString(), null));
    }

    private static long keptForAnHour(TokenUsage usage) {
        return usage.cacheDetails().stream()
                .filter(part -> part.ttl() == CacheTTL.VALUE_1_H)
                .mapToLong(part -> orZero(part.inputTokens()))
                .sum();
    }

    static Extras extras(@Nullable Document additionalFields, @Nullable Long latencyMillis) {
        var fields = new LinkedHashMap<String, RawJson>();
        if (additionalFields != null && !additionalFields.isNull()) {
            fields.put("additionalModelResponseFields", RawJson.of(Documents.toJson(additionalFields)));
        }
        if (latencyMillis != null) {
            fields.put("metrics", RawJson.of("{\"latencyMs\":" + latencyMillis + "}"));
        }
        return fields.isEmpty() ? Extras.NONE : new Extras(BedrockProvider.NAME, fields);
    }

    /** The text that api keeps of hidden thinking: its bytes in base64, as Anthropic's own format has it. */
    static String redacted(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }

    private static Optional<Content> partOf(ContentBlock block) {
        if (block.text() != null) {
            return Optional.of(Content.text(block.text()));
        }
        if (block.toolUse() != null) {
            return toolCall(block.toolUse()).map(call -> call);
        }
        if (block.reasoningContent() != null) {
            return Optional.of(thinking(block.reasoningContent()));
        }
        if (block.citationsContent() != null) {
            return Optional.of(Content.text(block.citationsContent().content().stream()
                    .map(cited -> cited.text())
                    .collect(Collectors.joining())));
        }
        return Optional.ofNullable(block.image()).flatMap(ConverseResponses::image);
    }

    /** The call; empty for one that the provider has made itself. */
    private static Optional<ToolCall> toolCall(ToolUseBlock block) {
        if (block.type() == ToolUseType.SERVER_TOOL_USE) {
            return Optional.empty();
        }
        Document input = block.input();
        String arguments = input == null || input.isNull() ? "{}" : Documents.toJson(input);
        return Optional.of(new ToolCall(block.toolUseId(), block.name(), arguments));
    }

    private static Content thinking(ReasoningContentBlock block) {
        if (block.redactedContent() != null) {
            return new Content.Thinking("", null, redacted(block.redactedContent()));
        }
        String text =
                block.reasoningText() == null ? null : block.reasoningText().text();
        return new Content.Thinking(
                text == null ? "" : text,
                block.reasoningText() == null ? null : block.reasoningText().signature(),
                null);
    }

    private static Optional<Content> image(ImageBlock block) {
        if (block.source() == null || block.source().bytes() == null) {
            return Optional.empty();
        }
        return Optional.of(
                Content.image(block.source().bytes().asByteArrayUnsafe(), "image/" + block.formatAsString()));
    }

    private static long orZero(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
