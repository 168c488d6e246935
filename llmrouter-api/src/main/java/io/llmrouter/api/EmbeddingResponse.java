package io.llmrouter.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a request's inputs.
 *
 * @param model through a router, the configured name of the model; from a provider, its own name of it
 * @param vectors one for each input, in their order; nobody changes them
 * @param usage the tokens of the inputs
 * @param routing how they came about; {@code null} if they did not come through a {@link Router}
 */
public record EmbeddingResponse(
        String model,
        List<float[]> vectors,
        Usage usage,
        @Nullable RoutingReport routing) {
    public EmbeddingResponse {
        Objects.requireNonNull(model, "model");
        vectors = List.copyOf(vectors);
        Objects.requireNonNull(usage, "usage");
    }

    /** How they came about, if they came through a router. */
    public Optional<RoutingReport> routingIfRouted() {
        return Optional.ofNullable(routing);
    }

    @Override
    public String toString() {
        return "EmbeddingResponse[" + model + ", " + vectors.size() + " vectors]";
    }
}
