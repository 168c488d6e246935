package io.llmrouter.wire;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Content;
import io.llmrouter.api.Content.CachePoint;
import io.llmrouter.api.Media;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.ToolCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the blocks of a message's content in Anthropic's format. */
final class AnthropicBlockWriter {
    private static final String FORMAT = AnthropicBlocks.FORMAT;
    /** Under this name an assistant message's extra fields hold those of its tool calls, by the call's id. */
    static final String TOOL_USE_EXTRAS = "tool_use";

    private final JsonOut json;

    AnthropicBlockWriter(JsonOut json) {
        this.json = json;
    }

    /** A model's parts; a refusal in OpenAI's format, which stands beside them, becomes text. */
    static List<Content> partsOf(AssistantMessage message) {
        RawJson refusal = message.extras().forFormat(OpenAiParts.FORMAT).get("refusal");
        JsonNode text = refusal == null ? null : Json.parse(refusal.text());
        if (text == null || !text.isString() || text.stringValue().isEmpty()) {
            return message.content();
        }
        var parts = new ArrayList<>(message.content());
        parts.add(Content.text(text.stringValue()));
        return parts;
    }

    /** Writes one block. */
    void write(Content part, @Nullable CachePoint cache, Map<String, RawJson> callExtras, String where) {
        if (part instanceof Content.Other other) {
            json.raw(other.json(), where);
            return;
        }
        json.object();
        if (part instanceof Content.Text text) {
            json.text("type", "text").text("text", text.text());
            cache(cache);
            json.extras(text.extras(), FORMAT, where);
        } else if (part instanceof Content.Thinking thinking) {
            thinking(thinking);
        } else if (part instanceof ToolCall call) {
            toolUse(call, callExtras);
            cache(cache);
        } else if (part instanceof Content.Image image) {
            json.text("type", "image");
            source(image.media());
            cache(cache);
        } else if (part instanceof Content.File file) {
            document(file);
            cache(cache);
        } else {
            throw ForeignParts.inexpressible(part, where, "Anthropic's");
        }
        json.endObject();
    }

    private void thinking(Content.Thinking thinking) {
        if (thinking.redacted() != null) {
            json.text("type", "redacted_thinking").text("data", thinking.redacted());
        } else {
            json.text("type", "thinking").text("thinking", thinking.text());
            json.text("signature", thinking.signature() == null ? "" : thinking.signature());
        }
    }

    private void toolUse(ToolCall call, Map<String, RawJson> callExtras) {
        json.text("type", "tool_use").text("id", call.id()).text("name", call.name());
        input(call.arguments());
        RawJson extras = callExtras.get(TOOL_USE_EXTRAS);
        JsonNode all = extras == null ? null : Json.parse(extras.text());
        if (all != null && all.path(call.id()) instanceof ObjectNode more) {
            json.rest(more);
        }
    }

    /** The format takes an object only; what a model wrote otherwise is kept as text inside one. */
    private void input(String arguments) {
        JsonNode input = Json.parse(arguments);
        if (input != null && input.isObject()) {
            json.tree("input", input);
        } else {
            json.object("input");
            if (!arguments.isBlank()) {
                json.text("invalid_arguments", arguments);
            }
            json.endObject();
        }
    }

    private void document(Content.File file) {
        json.text("type", "document");
        if (file.media() instanceof Media.Inline inline && inline.mediaType().startsWith("text/")) {
            plainText(inline);
        } else {
            source(file.media());
        }
        if (!file.name().isEmpty()) {
            json.text("title", file.name());
        }
    }

    /** Documents in base64 are PDFs only; text of any kind goes as it is. */
    private void plainText(Media.Inline inline) {
        byte[] bytes;
        try {
            bytes = inline.bytes();
        } catch (IllegalArgumentException e) {
            throw Json.invalid("A document of type " + inline.mediaType() + ": expected base64, found something else");
        }
        json.object("source").text("type", "text").text("media_type", "text/plain");
        json.text("data", new String(bytes, StandardCharsets.UTF_8)).endObject();
    }

    private void source(Media media) {
        json.object("source");
        if (media instanceof Media.Inline inline) {
            json.text("type", "base64").text("media_type", inline.mediaType()).text("data", inline.base64());
        } else if (media instanceof Media.Url url) {
            json.text("type", "url").text("url", url.url());
        } else if (media instanceof Media.Stored stored) {
            json.text("type", "file").text("file_id", stored.fileId());
        }
        json.endObject();
    }

    /** Of the two times that there are, the nearer. */
    void cache(@Nullable CachePoint cache) {
        if (cache == null) {
            return;
        }
        json.object("cache_control").text("type", "ephemeral");
        Duration ttl = cache.ttl();
        if (ttl != null) {
            json.text("ttl", ttl.toMinutes() < 30 ? "5m" : "1h");
        }
        json.endObject();
    }
}
