package io.llmrouter.core.config;

import io.llmrouter.api.spi.Settings;

/**
 * The section {@code router}.
 *
 * @param strategy the name of the strategy
 * @param unknownModel what becomes of a request for a model that is not configured
 * @param stickiness whether a conversation stays on its model
 * @param settings the whole section, for the strategy to read
 */
public record RoutingConfig(
        String strategy, UnknownModel unknownModel, StickinessConfig stickiness, Settings settings) {

    /** What becomes of a request for a model that is not configured. */
    public enum UnknownModel {
        /** It is refused. */
        REJECT,
        /** The strategy decides, as if no model had been named. */
        ROUTE
    }
}
