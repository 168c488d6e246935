package io.llmrouter.core.engine;

import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.core.config.ModelEntry;

/**
 * A configured embedding model with the provider's object behind it.
 *
 * @param entry what the configuration says of it
 * @param health how it is doing
 */
record EmbeddingMember(ModelEntry entry, EmbeddingModel model, Health health) {
    ModelInfo info() {
        return entry.info();
    }
}
