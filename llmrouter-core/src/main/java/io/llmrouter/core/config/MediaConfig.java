package io.llmrouter.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code media}: descriptions of images, audio and video for models that cannot take them.
 *
 * @param enabled whether media are described
 * @param apiKey the key of the describing endpoint, already resolved; {@code null} if there is none
 * @param baseUrl the address of the describing endpoint
 * @param visionModel the model that looks at images and video frames
 * @param audioModel the model that transcribes
 * @param imagePrompt what the vision model is asked of an image
 * @param videoPrompt what the vision model is asked of video frames
 * @param videoMaxFrames how many frames of a video are looked at
 * @param maxDescriptionChars how long a description may be
 */
public record MediaConfig(
        boolean enabled,
        @Nullable String apiKey,
        String baseUrl,
        String visionModel,
        String audioModel,
        String imagePrompt,
        String videoPrompt,
        int videoMaxFrames,
        int maxDescriptionChars) {
    /** The key of the describing endpoint, if there is one. */
    public Optional<String> apiKeyIfSet() {
        return Optional.ofNullable(apiKey);
    }

    /** The section without its key. */
    @Override
    public String toString() {
        return "MediaConfig[" + (enabled ? "enabled, " : "disabled, ") + baseUrl + "]";
    }
}
