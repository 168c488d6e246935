package io.llmrouter.testkit;

import io.llmrouter.api.Content;
import io.llmrouter.api.Media;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolCall;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the content blocks of Bedrock's Converse. */
final class BedrockContent {
    private static final String FORMAT = "bedrock";

    private BedrockContent() {}

    /** All blocks but the results of tools. */
    static List<Content> read(JsonNode blocks) {
        var content = new ArrayList<Content>();
        for (JsonNode block : blocks) {
            if (!block.has("toolResult")) {
                content.add(block(block));
            }
        }
        return content;
    }

    private static Content block(JsonNode block) {
        if (block.path("text").isString()) {
            return Content.text(block.path("text").asString());
        } else if (block.has("toolUse")) {
            JsonNode use = block.path("toolUse");
            return new ToolCall(
                    use.path("toolUseId").asString(""),
                    use.path("name").asString(""),
                    use.path("input").toString());
        } else if (block.path("image").path("source").has("bytes")) {
            return new Content.Image(inline(block.path("image"), "image/"), null);
        } else if (block.path("document").path("source").has("bytes")) {
            JsonNode document = block.path("document");
            return new Content.File(document.path("name").asString(""), inline(document, "application/"));
        } else if (block.has("reasoningContent")) {
            return thinking(block.path("reasoningContent"));
        } else if (block.has("json")) {
            return Content.text(block.path("json").toString());
        } else if (block.has("cachePoint")) {
            return Content.cachePoint();
        }
        return new Content.Other(FORMAT, RawJson.of(block.toString()));
    }

    private static Media inline(JsonNode block, String family) {
        return new Media.Inline(
                family + block.path("format").asString("octet-stream"),
                block.path("source").path("bytes").asString(""));
    }

    private static Content thinking(JsonNode reasoning) {
        if (reasoning.has("redactedContent")) {
            return new Content.Thinking(
                    "", null, reasoning.path("redactedContent").asString(""));
        }
        JsonNode text = reasoning.path("reasoningText");
        return new Content.Thinking(
                text.path("text").asString(""),
                text.has("signature") ? text.path("signature").asString("") : null,
                null);
    }
}
