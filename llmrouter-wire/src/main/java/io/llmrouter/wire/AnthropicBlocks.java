package io.llmrouter.wire;

import io.llmrouter.api.Content;
import io.llmrouter.api.Content.CachePoint;
import io.llmrouter.api.Media;
import io.llmrouter.api.ToolCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the blocks of a message's content in Anthropic's format. */
final class AnthropicBlocks {
    static final String FORMAT = "anthropic";

    private AnthropicBlocks() {}

    /** A message's content: text, or a list of blocks. */
    static void decodeAll(Fields message, String name, List<Content> out) {
        JsonNode content = message.peek(name);
        boolean present = message.has(name);
        message.drop(name);
        if (content == null && !(present || !message.isStrict())) {
            throw Json.invalid(message.path(name) + ": expected text or a list of blocks, found nothing");
        } else if (content == null) {
            return;
        } else if (content.isString()) {
            out.add(Content.text(content.stringValue()));
        } else if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                decode(content.get(i), message.path(name) + "[" + i + "]", message.isStrict(), out);
            }
        } else {
            message.refuse(name, "text or a list of blocks", content);
        }
    }

    /** A block, and the cache point that it may carry. One with fields that the api cannot say stays whole. */
    static void decode(JsonNode node, String path, boolean strict, List<Content> out) {
        if (!(node instanceof ObjectNode object)) {
            if (strict) {
                throw Json.invalid(path + ": expected a block, found " + Fields.describe(node));
            }
            return;
        }
        Fields block = Fields.of(object.deepCopy(), path, strict);
        CachePoint cache = cachePoint(block);
        Content known = decodeKnown(block);
        if (known == null || !block.isEmpty()) {
            out.add(new Content.Other(FORMAT, Json.raw(object)));
            return;
        }
        out.add(known);
        if (cache != null) {
            out.add(cache);
        }
    }

    /** What a block is, without the fields that the api cannot say; {@code null} if it is of an unknown kind. */
    static @Nullable Content bare(ObjectNode block) {
        return decodeKnown(Fields.lenient(block));
    }

    private static @Nullable Content decodeKnown(Fields block) {
        JsonNode type = block.peek("type");
        block.drop("type");
        return switch (type == null ? "" : type.asString("")) {
            case "text" -> {
                String text = block.requiredText("text");
                yield new Content.Text(text, block.takeExtras(FORMAT));
            }
            case "image" -> {
                Media media = media(block);
                yield media == null ? null : new Content.Image(media, null);
            }
            case "document" -> {
                Media media = media(block);
                String title = block.text("title");
                yield media == null ? null : new Content.File(title == null ? "" : title, media);
            }
            case "tool_use" -> toolUse(block);
            case "thinking" -> {
                String thinking = block.requiredText("thinking");
                yield new Content.Thinking(thinking, block.text("signature"), null);
            }
            case "redacted_thinking" -> new Content.Thinking("", null, block.requiredText("data"));
            default -> null;
        };
    }

    private static ToolCall toolUse(Fields block) {
        String id = block.requiredText("id");
        String name = block.requiredText("name");
        JsonNode input = block.take("input");
        return new ToolCall(id, name, input == null ? ToolCallAssembler.NO_ARGUMENTS : input.toString());
    }

    /** The source of an image or document; {@code null}, and untaken, if it is of an unknown kind. */
    private static @Nullable Media media(Fields block) {
        JsonNode source = block.peek("source");
        if (source == null || !source.isObject()) {
            if (block.isStrict()) {
                throw Json.invalid(block.path("source") + ": expected an object, found " + Fields.describe(source));
            }
            return null;
        }
        Fields fields = Fields.of(((ObjectNode) source).deepCopy(), block.path("source"), block.isStrict());
        Media media =
                switch (String.valueOf(fields.text("type"))) {
                    case "base64" -> new Media.Inline(fields.requiredText("media_type"), fields.requiredText("data"));
                    case "url" -> new Media.Url(fields.requiredText("url"));
                    case "file" -> new Media.Stored(fields.requiredText("file_id"));
                    case "text" -> plainText(fields);
                    default -> null;
                };
        if (media != null && (fields.isEmpty() || !block.isStrict())) {
            block.drop("source");
        }
        return media;
    }

    private static Media plainText(Fields source) {
        String type = source.text("media_type");
        byte[] bytes = Unicode.clean(source.requiredText("data")).getBytes(StandardCharsets.UTF_8);
        return new Media.Inline(
                type == null ? "text/plain" : type, Base64.getEncoder().encodeToString(bytes));
    }

    /** Takes the block's cache mark; one of an unknown kind stays. */
    static @Nullable CachePoint cachePoint(Fields block) {
        JsonNode control = block.peek("cache_control");
        if (control == null || !control.path("type").asString("").equals("ephemeral")) {
            return null;
        }
        JsonNode ttl = control.path("ttl");
        Duration time = ttl.isMissingNode() ? null : duration(ttl.asString(""));
        int known = time == null ? 1 : 2;
        if (control.size() != known) {
            return null;
        }
        block.drop("cache_control");
        return new CachePoint(time);
    }

    private static @Nullable Duration duration(String ttl) {
        return switch (ttl) {
            case "5m" -> Duration.ofMinutes(5);
            case "1h" -> Duration.ofHours(1);
            default -> null;
        };
    }
}
