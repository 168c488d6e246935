package io.llmrouter.bedrock;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolChoice.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;

/** The tools of a request in Bedrock's form. */
final class ToolConfigs {
    private static final Document ANY_OBJECT =
            Document.mapBuilder().putString("type", "object").build();

    private ToolConfigs() {}

    /** The configuration; empty if the request needs none. */
    static Optional<ToolConfiguration> of(ChatRequest request, Conversation conversation, ModelFamily family) {
        boolean mayCall =
                request.toolChoice().map(choice -> choice.mode() != Mode.NONE).orElse(true);
        boolean offered = mayCall && !request.tools().isEmpty();
        if (!offered && !conversation.hasToolBlocks()) {
            return Optional.empty();
        }
        var tools = new ArrayList<Tool>();
        for (io.llmrouter.api.Tool tool : request.tools()) {
            tools.add(specOf(tool));
            if (family.mayCachePrompts()) {
                cachePointAfter(tool).ifPresent(tools::add);
            }
        }
        if (tools.isEmpty()) {
            tools.addAll(fromHistory(conversation));
        }
        var config = ToolConfiguration.builder().tools(tools);
        if (offered) {
            request.toolChoice().map(ToolConfigs::choiceOf).ifPresent(config::toolChoice);
        }
        return Optional.of(config.build());
    }

    private static Tool specOf(io.llmrouter.api.Tool tool) {
        return Tool.fromToolSpec(spec -> {
            spec.name(tool.name()).inputSchema(ToolInputSchema.fromJson(schemaOf(tool)));
            if (!tool.description().isBlank()) {
                spec.description(tool.description());
            }
            if (tool.strict() != null) {
                spec.strict(tool.strict());
            }
        });
    }

    private static Document schemaOf(io.llmrouter.api.Tool tool) {
        String text = tool.parameters().text();
        Document schema = text.isBlank()
                ? ANY_OBJECT
                : Documents.parse(text)
                        .filter(Document::isMap)
                        .orElseThrow(() -> BedrockErrors.invalid(
                                "The parameters of the tool " + tool.name() + " are not a JSON object",
                                "Give a JSON Schema of type object."));
        return schema.asMap().isEmpty() ? ANY_OBJECT : schema;
    }

    /** Descriptions of the tools in the history, which Bedrock demands even where none is offered any more. */
    private static List<Tool> fromHistory(Conversation conversation) {
        var names = new ArrayList<>(conversation.toolNames());
        if (names.isEmpty()) {
            names.add("unknown_tool");
        }
        return names.stream()
                .map(name -> Tool.fromToolSpec(spec -> spec.name(name)
                        .description("A tool used earlier in this conversation.")
                        .inputSchema(ToolInputSchema.fromJson(ANY_OBJECT))))
                .toList();
    }

    /** The cache point that Anthropic's format marks on a tool. */
    private static Optional<Tool> cachePointAfter(io.llmrouter.api.Tool tool) {
        Map<String, RawJson> fields = tool.extras().forFormat("anthropic");
        return Optional.ofNullable(fields.get("cache_control"))
                .flatMap(control -> Documents.parse(control.text()))
                .filter(Document::isMap)
                .map(control -> Tool.fromCachePoint(CachePoints.of(ttlOf(control))));
    }

    private static @Nullable Duration ttlOf(Document control) {
        Document ttl = control.asMap().get("ttl");
        return ttl != null && ttl.isString() && ttl.asString().equals("1h") ? Duration.ofHours(1) : null;
    }

    private static ToolChoice choiceOf(io.llmrouter.api.ToolChoice choice) {
        String name = choice.name();
        if (name != null) {
            return ToolChoice.fromTool(tool -> tool.name(name));
        }
        return choice.mode() == Mode.REQUIRED ? ToolChoice.fromAny(any -> {}) : ToolChoice.fromAuto(auto -> {});
    }
}
