package io.llmrouter.wire;

import io.llmrouter.api.Content;
import io.llmrouter.api.Media;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a message's content in OpenAI's format. */
final class OpenAiParts {
    static final String FORMAT = "openai";

    private OpenAiParts() {}

    /** The content of a message: text, a list of parts, or nothing. */
    static List<Content> decode(Fields message, String name, boolean required) {
        if (required && message.isStrict() && !message.has(name)) {
            throw Json.invalid(message.path(name) + ": expected text or a list of parts, found nothing");
        }
        JsonNode content = message.take(name);
        if (content == null) {
            return List.of();
        } else if (content.isString()) {
            return content.stringValue().isEmpty() ? List.of() : List.of(Content.text(content.stringValue()));
        } else if (!content.isArray()) {
            message.refuse(name, "text or a list of parts", content);
            return List.of();
        }
        var parts = new ArrayList<Content>(content.size());
        for (int i = 0; i < content.size(); i++) {
            decodePart(content.get(i), message.path(name) + "[" + i + "]", message.isStrict(), parts);
        }
        return parts;
    }

    private static void decodePart(JsonNode part, String path, boolean strict, List<Content> out) {
        if (part.isString()) {
            out.add(Content.text(part.stringValue()));
        } else if (part instanceof ObjectNode object) {
            out.add(decodePart(object, path, strict));
        } else if (strict) {
            throw Json.invalid(path + ": expected a part, found " + Fields.describe(part));
        }
    }

    /** A part with fields that the api cannot say stays whole; {@link #bare} finds what it is without them. */
    private static Content decodePart(ObjectNode object, String path, boolean strict) {
        var unknown = new AtomicBoolean();
        Fields part = Fields.of(object.deepCopy(), path, strict);
        Content known = decodeKnown(part, unknown);
        return known == null || unknown.get() || !part.isEmpty() ? new Content.Other(FORMAT, Json.raw(object)) : known;
    }

    /** What a part is, without the fields that the api cannot say; {@code null} if it is of an unknown kind. */
    static @Nullable Content bare(ObjectNode part) {
        return decodeKnown(Fields.lenient(part), new AtomicBoolean());
    }

    private static @Nullable Content decodeKnown(Fields part, AtomicBoolean unknown) {
        JsonNode type = part.peek("type");
        if (type == null) {
            return part.has("text") ? text(part) : null;
        }
        part.drop("type");
        return switch (type.asString("")) {
            case "text" -> text(part);
            case "thinking" -> thinking(part);
            case "image_url" -> image(part, unknown);
            case "input_audio" -> audio(part, unknown);
            case "file" -> file(part, unknown);
            default -> null;
        };
    }

    private static Content text(Fields part) {
        String text = part.requiredText("text");
        return new Content.Text(text, part.takeExtras(FORMAT));
    }

    /** As Mistral's models answer: {@code {"type": "thinking", "thinking": [{"type": "text", "text": ...}]}}. */
    private static @Nullable Content thinking(Fields part) {
        JsonNode thinking = part.isStrict() ? null : part.take("thinking");
        part.drop("closed");
        return thinking == null ? null : new Content.Thinking(plainText(thinking), null, null);
    }

    /** The text of a value that is text or a list of text parts. */
    static String plainText(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        var text = new StringBuilder();
        for (JsonNode part : value.values()) {
            JsonNode piece = part.isString() ? part : part.path("text");
            if (piece.isString()) {
                text.append(piece.stringValue());
            }
        }
        return text.toString();
    }

    private static @Nullable Content image(Fields part, AtomicBoolean unknown) {
        JsonNode url = part.peek("image_url");
        if (url != null && url.isString()) {
            part.drop("image_url");
            return Content.image(url.stringValue());
        }
        Fields image = part.object("image_url");
        if (image == null) {
            return missing(part, "image_url");
        }
        String address = image.requiredText("url");
        String detail = image.text("detail");
        unknown.set(!image.isEmpty());
        return new Content.Image(Media.ofUrl(address), detail);
    }

    private static @Nullable Content audio(Fields part, AtomicBoolean unknown) {
        Fields audio = part.object("input_audio");
        if (audio == null) {
            return missing(part, "input_audio");
        }
        String data = audio.requiredText("data");
        String format = audio.requiredText("format").toLowerCase(Locale.ROOT);
        String mediaType = format.equals("mp3") ? "audio/mpeg" : "audio/" + format;
        unknown.set(!audio.isEmpty());
        return new Content.Audio(new Media.Inline(mediaType, data));
    }

    private static @Nullable Content file(Fields part, AtomicBoolean unknown) {
        Fields file = part.object("file");
        if (file == null) {
            return missing(part, "file");
        }
        String name = file.text("filename");
        String data = file.text("file_data");
        String id = file.text("file_id");
        unknown.set(!file.isEmpty());
        if (id == null && data == null) {
            return null;
        }
        Media media = data == null ? new Media.Stored(String.valueOf(id)) : fileData(data);
        return new Content.File(name == null ? "" : name, media);
    }

    /** A data URL, the address of a file where a provider takes one, or bare base64. */
    private static Media fileData(String data) {
        return data.startsWith("data:") || data.startsWith("http:") || data.startsWith("https:")
                ? Media.ofUrl(data)
                : new Media.Inline("application/pdf", data);
    }

    private static @Nullable Content missing(Fields part, String name) {
        if (part.isStrict()) {
            throw Json.invalid(part.path(name) + ": expected an object, found nothing");
        }
        return null;
    }

    /** Content of a user, or system, message. */
    static void encode(JsonOut json, List<Content> content, String where) {
        List<Content> parts = expressible(content);
        if (parts.isEmpty()) {
            json.text("content", "");
        } else if (parts.size() == 1
                && parts.get(0) instanceof Content.Text only
                && only.extras().forFormat(FORMAT).isEmpty()) {
            json.text("content", only.text());
        } else {
            json.array("content");
            for (int i = 0; i < parts.size(); i++) {
                encodePart(json, parts.get(i), where + ".content[" + i + "]");
            }
            json.endArray();
        }
    }

    /** The parts that have a form in OpenAI's format. */
    private static List<Content> expressible(List<Content> content) {
        var parts = new ArrayList<Content>(content.size());
        for (Content part : content) {
            Content understood = part instanceof Content.Other other ? ForeignParts.understood(other, FORMAT) : part;
            if (understood != null
                    && !(understood instanceof Content.CachePoint)
                    && !(understood instanceof Content.Thinking)) {
                parts.add(understood);
            }
        }
        return parts;
    }

    static void encodePart(JsonOut json, Content part, String where) {
        if (part instanceof Content.Other other) {
            json.raw(other.json(), where);
            return;
        }
        json.object();
        if (part instanceof Content.Text text) {
            json.text("type", "text").text("text", text.text()).extras(text.extras(), FORMAT, where);
        } else if (part instanceof Content.Image image) {
            encodeImage(json, image);
        } else if (part instanceof Content.Audio audio) {
            encodeAudio(json, audio, where);
        } else if (part instanceof Content.File file) {
            encodeFile(json, file.name(), file.media());
        } else {
            throw ForeignParts.inexpressible(part, where, "OpenAI's");
        }
        json.endObject();
    }

    private static void encodeImage(JsonOut json, Content.Image image) {
        if (image.media() instanceof Media.Stored) {
            encodeFile(json, "", image.media());
            return;
        }
        json.text("type", "image_url").object("image_url").text("url", url(image.media()));
        json.textIfPresent("detail", image.detail()).endObject();
    }

    private static void encodeAudio(JsonOut json, Content.Audio audio, String where) {
        if (!(audio.media() instanceof Media.Inline inline)) {
            throw Json.invalid(
                    where + ": expected audio given as bytes, found an address: OpenAI's format takes bytes only");
        }
        String type = inline.mediaType().toLowerCase(Locale.ROOT);
        String format =
                switch (type) {
                    case "audio/mpeg", "audio/mp3" -> "mp3";
                    case "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "wav";
                    default -> type.substring(type.indexOf('/') + 1);
                };
        json.text("type", "input_audio").object("input_audio");
        json.text("data", inline.base64()).text("format", format).endObject();
    }

    private static void encodeFile(JsonOut json, String name, Media media) {
        json.text("type", "file").object("file");
        if (!name.isEmpty()) {
            json.text("filename", name);
        }
        if (media instanceof Media.Stored stored) {
            json.text("file_id", stored.fileId());
        } else {
            json.text("file_data", url(media));
        }
        json.endObject();
    }

    private static String url(Media media) {
        if (media instanceof Media.Inline inline) {
            return inline.dataUrl();
        }
        return media instanceof Media.Url url ? url.url() : "";
    }
}
