package io.llmrouter.api.spi;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.EmbeddingModel;
import java.util.Optional;
import java.util.Set;

/**
 * Makes models of one provider; found through {@link java.util.ServiceLoader}.
 *
 * <p>A provider is chosen by {@code llms.<name>.provider}, compared without regard to case with {@link #name()} and
 * {@link #aliases()}. An application's provider takes precedence over a built-in one of the same name; two of an
 * application's own are a conflict, reported with both classes.
 */
public interface ChatModelProvider {

    /** The name in the configuration, such as {@code openai}. */
    String name();

    /** Other names for it. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** The environment variable that holds the key where the configuration names none; empty if no key is used. */
    default String apiKeyVariable() {
        return "";
    }

    /**
     * Makes a model. Connects to nothing yet.
     *
     * <p>A model that implements {@link AutoCloseable} is closed with its router.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if the configuration does not suffice
     */
    ChatModel create(ModelConfig config);

    /**
     * Makes an embedding model of a section under {@code embeddings}; empty if the provider has none. Connects to nothing
     * yet.
     *
     * <p>A model that implements {@link AutoCloseable} is closed with its router.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if the configuration does not suffice
     */
    default Optional<EmbeddingModel> createEmbedding(ModelConfig config) {
        return Optional.empty();
    }
}
