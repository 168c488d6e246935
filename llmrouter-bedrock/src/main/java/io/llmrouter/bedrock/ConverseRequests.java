package io.llmrouter.bedrock;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ResponseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.OutputConfig;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatStructure;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;

/** Chat requests in Bedrock's form. Safe for concurrent use. */
final class ConverseRequests {
    private final BedrockSettings settings;
    private final ModelFamily family;

    ConverseRequests(BedrockSettings settings) {
        this.settings = settings;
        this.family = ModelFamily.of(settings.modelId());
    }

    /**
     * The request in Bedrock's form.
     *
     * @throws io.llmrouter.api.error.InvalidRequestException if it holds what Bedrock cannot do
     */
    ConverseRequest of(ChatRequest request) {
        if (request.choices().orElse(1) > 1) {
            throw BedrockErrors.invalid(
                    "Bedrock gives one answer to a request, and "
                            + request.choices().getAsInt() + " were asked for",
                    "Send the request several times, without n.");
        }
        var conversation = new Conversation(request.messages(), family);
        var parameters = InferenceParameters.of(request, conversation, settings);
        var builder = ConverseRequest.builder()
                .modelId(settings.modelId())
                .messages(conversation.messages())
                .inferenceConfig(parameters.config());
        if (!conversation.system().isEmpty()) {
            builder.system(conversation.system());
        }
        if (!parameters.additional().isEmpty()) {
            builder.additionalModelRequestFields(Document.fromMap(parameters.additional()));
        }
        ToolConfigs.of(request, conversation, family).ifPresent(builder::toolConfig);
        request.responseFormat().flatMap(ConverseRequests::outputConfig).ifPresent(builder::outputConfig);
        settings.guardrailIfSet().ifPresent(builder::guardrailConfig);
        settings.latencyIfSet().ifPresent(latency -> builder.performanceConfig(config -> config.latency(latency)));
        return builder.build();
    }

    /** What of a request Bedrock cannot do: refused by {@link #of}, or left out. */
    List<String> unsupported(ChatRequest request) {
        var lost = new ArrayList<String>(request.extras().lostOn(BedrockProvider.NAME));
        lost.removeIf(name -> name.startsWith("stream"));
        if (request.choices().orElse(1) > 1) {
            lost.add("n");
        }
        if (request.seed().isPresent()) {
            lost.add("seed");
        }
        if (request.responseFormat().orElse(null) instanceof ResponseFormat.JsonObject) {
            lost.add("response_format");
        }
        if (!request.tools().isEmpty() && !request.parallelToolCalls().orElse(true)) {
            lost.add("parallel_tool_calls");
        }
        if (request.stop().stream().anyMatch(String::isBlank)) {
            lost.add("stop");
        }
        if (family == ModelFamily.ANTHROPIC
                && request.temperature().isPresent()
                && request.topP().isPresent()) {
            lost.add("top_p");
        }
        if (!request.reasoningEffort().orElse("none").equals("none")
                && !ModelFamily.takesThinkingBudget(settings.modelId())) {
            lost.add("reasoning_effort");
        }
        return List.copyOf(lost);
    }

    /** The same request for a streamed answer: the SDK has two types with the same fields. */
    static ConverseStreamRequest streamed(ConverseRequest request) {
        var builder = ConverseStreamRequest.builder()
                .modelId(request.modelId())
                .messages(request.messages())
                .inferenceConfig(request.inferenceConfig())
                .toolConfig(request.toolConfig())
                .outputConfig(request.outputConfig())
                .performanceConfig(request.performanceConfig())
                .additionalModelRequestFields(request.additionalModelRequestFields());
        if (request.hasSystem()) {
            builder.system(request.system());
        }
        GuardrailConfiguration guardrail = request.guardrailConfig();
        if (guardrail != null) {
            builder.guardrailConfig(config -> config.guardrailIdentifier(guardrail.guardrailIdentifier())
                    .guardrailVersion(guardrail.guardrailVersion())
                    .trace(guardrail.traceAsString()));
        }
        return builder.build();
    }

    private static Optional<OutputConfig> outputConfig(ResponseFormat format) {
        if (format instanceof ResponseFormat.JsonSchema schema) {
            return Optional.of(OutputConfig.builder()
                    .textFormat(text -> text.type(OutputFormatType.JSON_SCHEMA).structure(structureOf(schema)))
                    .build());
        }
        if (format instanceof ResponseFormat.JsonObject) {
            throw BedrockErrors.invalid(
                    "Bedrock has no JSON mode without a schema",
                    "Ask for json_schema with a schema, or ask for JSON in the prompt without response_format.");
        }
        return Optional.empty();
    }

    private static OutputFormatStructure structureOf(ResponseFormat.JsonSchema format) {
        if (Documents.parse(format.schema().text()).filter(Document::isMap).isEmpty()) {
            throw BedrockErrors.invalid(
                    "The schema of response_format is not a JSON object", "Give a JSON Schema of type object.");
        }
        return OutputFormatStructure.fromJsonSchema(schema -> {
            schema.name(format.name()).schema(format.schema().text());
            if (format.description() != null) {
                schema.description(format.description());
            }
        });
    }
}
