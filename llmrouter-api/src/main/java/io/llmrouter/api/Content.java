package io.llmrouter.api;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a message. */
public sealed interface Content
        permits Content.Text,
                Content.Image,
                Content.Audio,
                Content.File,
                Content.Thinking,
                Content.CachePoint,
                Content.Other,
                ToolCall {

    static Text text(String text) {
        return new Text(text, Extras.NONE);
    }

    /** An image that the provider fetches itself, or a {@code data:} URL. */
    static Image image(String url) {
        return new Image(Media.ofUrl(url), null);
    }

    /** An image given as bytes, such as {@code image/png}. */
    static Image image(byte[] bytes, String mediaType) {
        return new Image(new Media.Inline(mediaType, encode(bytes)), null);
    }

    static Audio audio(byte[] bytes, String mediaType) {
        return new Audio(new Media.Inline(mediaType, encode(bytes)));
    }

    static File file(String name, byte[] bytes, String mediaType) {
        return new File(name, new Media.Inline(mediaType, encode(bytes)));
    }

    /** Marks the end of a prefix that the provider may cache, for its default time. */
    static CachePoint cachePoint() {
        return new CachePoint(null);
    }

    /** The text parts joined by newlines. */
    static String textOf(List<Content> content) {
        if (content.size() == 1 && content.get(0) instanceof Text only) {
            return only.text();
        }
        var joined = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Text text) {
                if (joined.length() > 0) {
                    joined.append('\n');
                }
                joined.append(text.text());
            }
        }
        return joined.toString();
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Text.
     *
     * @param text the text
     * @param extras fields of the part that only its own wire format understands, such as citations
     */
    record Text(String text, Extras extras) implements Content {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * An image.
     *
     * @param media the image itself
     * @param detail how closely the model should look ({@code low}, {@code high}, {@code auto}), if said
     */
    record Image(Media media, @Nullable String detail) implements Content {}

    /** Recorded speech or sound. */
    record Audio(Media media) implements Content {}

    /**
     * A document.
     *
     * @param name the file's name; may be empty
     * @param media the document itself
     */
    record File(String name, Media media) implements Content {}

    /**
     * A model's thinking, to be sent back unchanged on the next turn.
     *
     * @param text the readable thinking; empty if the provider hides it
     * @param signature the provider's seal on the text, if any; the model that made it refuses a changed pair
     * @param redacted the provider's encrypted thinking, if it hides the text
     */
    record Thinking(
            String text,
            @Nullable String signature,
            @Nullable String redacted) implements Content {
        public Thinking {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * The end of a prefix of the prompt that the provider may cache.
     *
     * <p>Left out for providers that cache by themselves or not at all.
     *
     * @param ttl how long to keep it, if not the provider's default
     */
    record CachePoint(@Nullable Duration ttl) implements Content {}

    /**
     * A part that only its own wire format understands, handed on unchanged.
     *
     * @param format the wire format, such as {@code openai} or {@code anthropic}
     * @param json the whole part
     */
    record Other(String format, RawJson json) implements Content {}
}
