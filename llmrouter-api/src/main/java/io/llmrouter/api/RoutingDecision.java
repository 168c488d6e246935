package io.llmrouter.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which model was chosen, by whom and why.
 *
 * @param model the configured name of the chosen model
 * @param strategy the strategy that chose; {@code direct} if the request named the model, {@code only} if there was
 *     nothing to choose
 * @param reason one line for people
 * @param fallbacks the models that would be asked, in order, if it fails
 * @param candidates what was considered, in the order of the configuration
 * @param propensity with what probability the strategy chose that model; {@code null} if it does not say
 */
public record RoutingDecision(
        String model,
        String strategy,
        String reason,
        List<String> fallbacks,
        List<Considered> candidates,
        @Nullable Double propensity) {
    public RoutingDecision {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(reason, "reason");
        fallbacks = List.copyOf(fallbacks);
        candidates = List.copyOf(candidates);
    }

    /** A decision of a strategy that does not tell probabilities. */
    public RoutingDecision(
            String model, String strategy, String reason, List<String> fallbacks, List<Considered> candidates) {
        this(model, strategy, reason, fallbacks, candidates, null);
    }

    /** A strategy's answer; the router adds the strategy's name, the fallbacks and the excluded models. */
    public static RoutingDecision of(String model, String reason) {
        return new RoutingDecision(model, "", reason, List.of(), List.of());
    }

    /** A strategy's answer with the scores behind it. */
    public static RoutingDecision of(String model, String reason, List<Considered> candidates) {
        return new RoutingDecision(model, "", reason, List.of(), candidates);
    }

    /** The same, chosen with that probability. */
    public RoutingDecision withPropensity(double probability) {
        return new RoutingDecision(model, strategy, reason, fallbacks, candidates, probability);
    }

    /**
     * A model that was considered.
     *
     * @param model the configured name
     * @param score the strategy's score, in its own units; {@code null} if it gives none
     * @param excluded why the model could not be chosen; {@code null} if it could
     */
    public record Considered(
            String model, @Nullable Double score, @Nullable String excluded) {
        public Considered {
            Objects.requireNonNull(model, "model");
        }
    }
}
