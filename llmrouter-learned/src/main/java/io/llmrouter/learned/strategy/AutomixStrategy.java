package io.llmrouter.learned.strategy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.ModelCalls;
import io.llmrouter.api.spi.Routed;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A cascade: the first model answers, its answer is verified, and kept or followed by the next model's. Of the last model
 * the answer stands. Where only a decision is wanted, no model is asked, and the first one is named.
 */
final class AutomixStrategy implements RoutingStrategy {
    private final List<CascadeStage> chain;
    private final int samples;
    private final boolean lastIfUnverifiable;

    /**
     * Creates the strategy.
     *
     * @param lastIfUnverifiable whether the last model answers what cannot be verified; else the first
     */
    AutomixStrategy(List<CascadeStage> chain, int samples, boolean lastIfUnverifiable) {
        this.chain = List.copyOf(chain);
        this.samples = samples;
        this.lastIfUnverifiable = lastIfUnverifiable;
    }

    @Override
    public RoutingDecision decide(RoutingContext context) {
        List<CascadeStage> stages = stages(context);
        Optional<RoutingDecision> settled = withoutDraft(context, stages);
        if (settled.isPresent()) {
            return settled.get();
        }
        String second = stages.get(1).name();
        return RoutingDecision.of(
                stages.get(0).name(), "drafts first; " + second + " is asked if the draft is found wrong");
    }

    @Override
    public CompletionStage<Routed> routeAsync(RoutingContext context, ModelCalls calls) {
        List<CascadeStage> stages = stages(context);
        Optional<RoutingDecision> settled = withoutDraft(context, stages);
        return settled.isPresent()
                ? CompletableFuture.completedFuture(Routed.to(settled.get()))
                : new CascadeRun(context.request(), calls, stages, samples).begin();
    }

    private List<CascadeStage> stages(RoutingContext context) {
        return chain.stream()
                .filter(stage -> context.candidate(stage.name()).isPresent())
                .toList();
    }

    /** The decision where there is nothing to draft or nothing to verify. */
    private Optional<RoutingDecision> withoutDraft(RoutingContext context, List<CascadeStage> stages) {
        if (stages.isEmpty()) {
            String first = context.candidates().get(0).name();
            return Optional.of(
                    RoutingDecision.of(first, "no model of the cascade can take the request, the first that can does"));
        }
        if (stages.size() == 1) {
            return Optional.of(
                    RoutingDecision.of(stages.get(0).name(), "no other model of the cascade can take the request"));
        }
        ChatRequest request = context.request();
        CascadeStage taken = stages.get(lastIfUnverifiable ? stages.size() - 1 : 0);
        return Unverifiable.in(request)
                .map(what -> RoutingDecision.of(
                        taken.name(),
                        "answers to a request with " + what + " are not verified: the "
                                + (lastIfUnverifiable ? "last" : "first") + " model answers"));
    }
}
