package io.llmrouter.api.spi;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ModelInfo;
import java.util.List;
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

    /** A configured model, for strategies that ask one: by {@link ModelCalls}, or directly where no call follows. */
    ChatModel model(String name);

    /**
     * A model that is not configured, for strategies that ask one.
     *
     * @param baseUrl the address of the endpoint; {@code null} for the provider's own
     */
    ChatModel connect(String provider, String modelId, @Nullable String baseUrl);
}
