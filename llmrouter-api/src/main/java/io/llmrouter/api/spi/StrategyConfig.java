package io.llmrouter.api.spi;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.ModelInfo;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a strategy is told at its creation. */
public interface StrategyConfig {

    /** The section {@code router} of the configuration. */
    Settings settings();

    /** All configured models, in the order of the configuration. */
    List<ModelInfo> models();

    /** A source of randomness that is safe for concurrent use. */
    RandomGenerator random();

    /** The configured embedding models, in the order of the configuration. */
    default List<ModelInfo> embeddingModels() {
        return List.of();
    }

    /**
     * The embedding model of that configured name, with the retries, deadlines and accounts of calls, if there is one. It
     * may be called once the router is made.
     */
    default Optional<EmbeddingModel> embeddingModel(String name) {
        return Optional.empty();
    }

    /** A configured model, for strategies that ask one: by {@link ModelCalls}, or directly where no call follows. */
    ChatModel model(String name);

    /**
     * A model that is not configured, for strategies that ask one.
     *
     * @param baseUrl the address of the endpoint; {@code null} for the provider's own
     */
    ChatModel connect(String provider, String modelId, @Nullable String baseUrl);
}
