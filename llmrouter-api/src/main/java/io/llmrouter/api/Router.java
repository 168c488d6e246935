package io.llmrouter.api;

import java.util.List;
import java.util.Optional;

/**
 * A model that chooses, for each request, which of its configured models answers.
 *
 * <p>A router is a {@link ChatModel}: it can be a candidate of another router, and whatever takes a model takes a
 * router. Safe for concurrent use. Close it to release its connections and threads.
 *
 * <p>{@link ChatRequest#model()} decides who chooses: absent or {@code auto} asks the strategy; the name of a configured
 * model bypasses it; any other name is a {@link io.llmrouter.api.error.ModelNotFoundException} unless the configuration
 * sets {@code router.unknown_model: route}.
 */
public interface Router extends ChatModel, AutoCloseable {

    /** The model name that leaves the choice to the router. */
    String AUTO = "auto";

    /**
     * Decides which model would answer, without calling it.
     *
     * <p>A strategy that asks a language model for its decision does ask it; a cascade says whom it would ask first.
     *
     * @throws io.llmrouter.api.error.LlmRouterException if no configured model can take the request
     */
    RoutingDecision route(ChatRequest request);

    /**
     * Takes a score of an answer, where {@code router.feedback} is enabled: it is logged, and the strategy may learn of it.
     *
     * @return whether the call is known: answered lately, and not scored before
     */
    default boolean feedback(Feedback feedback) {
        return false;
    }

    /** The configured models, in the order of the configuration. */
    List<ModelInfo> models();

    /** The models that may be asked for a request: the one that it names and the fallbacks of that, or all. */
    default List<ModelInfo> modelsFor(ChatRequest request) {
        return models();
    }

    /** The configured embedding models, in the order of the configuration. */
    default List<ModelInfo> embeddingModels() {
        return List.of();
    }

    /** The embedding model of that configured name, with the retries and deadlines of chats, if there is one. */
    default Optional<EmbeddingModel> embeddingModel(String name) {
        return Optional.empty();
    }

    /** How the configured models are doing, in the order of the configuration. */
    default List<ModelHealth> health() {
        return models().stream().map(model -> ModelHealth.healthy(model.name())).toList();
    }

    /** What the strategy wants watched, as it is now. */
    default List<Gauge> gauges() {
        return List.of();
    }

    /** Releases connections and threads; calls under way end with a {@link io.llmrouter.api.error.CancelledException}. */
    @Override
    void close();
}
