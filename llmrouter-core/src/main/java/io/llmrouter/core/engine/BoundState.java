package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Media;
import io.llmrouter.api.Message;
import java.util.Optional;

/** What of a conversation only the provider understands that made or stored it. */
final class BoundState {
    private BoundState() {}

    /** What it is, in the plural; empty if there is nothing of the kind. */
    static Optional<String> of(ChatRequest request) {
        for (Message message : request.messages()) {
            for (Content part : message.content()) {
                Optional<String> bound = of(part);
                if (bound.isPresent()) {
                    return bound;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> of(Content part) {
        if (part instanceof Content.Thinking thinking) {
            if (thinking.redacted() != null) {
                return Optional.of("encrypted thinking");
            }
            return thinking.signature() == null ? Optional.empty() : Optional.of("thinking signatures");
        }
        boolean stored = (part instanceof Content.File file && isStored(file.media()))
                || (part instanceof Content.Image image && isStored(image.media()))
                || (part instanceof Content.Audio audio && isStored(audio.media()));
        return stored ? Optional.of("stored files") : Optional.empty();
    }

    private static boolean isStored(Media media) {
        return media instanceof Media.Stored;
    }
}
