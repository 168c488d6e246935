package io.llmrouter.core.strategy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.RoutingContext;
import java.util.List;

/**
 * The model for when a strategy finds none: the first of the configured defaults that is a candidate, else the first
 * candidate. Immutable.
 */
final class DefaultModel {
    private final List<String> names;

    /** Creates a default of names in the order in which they count. */
    DefaultModel(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * Chooses.
     *
     * @param why why the strategy found none; begins the decision's reason
     */
    RoutingDecision decide(RoutingContext context, String why) {
        for (String name : names) {
            if (context.candidate(name).isPresent()) {
                return RoutingDecision.of(name, why + ": the default");
            }
        }
        String first = context.candidates().get(0).name();
        return RoutingDecision.of(
                first,
                why
                        + (names.isEmpty()
                                ? ", and no default is set: the first model"
                                : ", and the default cannot take the request: the first model"));
    }
}
