package io.llmrouter.core.config;

import java.time.Duration;

/**
 * The section {@code router.stickiness}: whether a conversation stays on its model.
 *
 * @param enabled whether it does
 * @param cacheLife how long providers keep a prompt in their caches
 */
public record StickinessConfig(boolean enabled, Duration cacheLife) {
    /** Each request is decided for itself. */
    public static final StickinessConfig OFF = new StickinessConfig(false, Duration.ofMinutes(5));
}
