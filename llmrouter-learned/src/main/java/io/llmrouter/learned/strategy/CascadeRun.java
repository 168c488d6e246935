package io.llmrouter.learned.strategy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.spi.ModelCalls;
import io.llmrouter.api.spi.Routed;
import io.llmrouter.learned.cascade.Verification;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One call's way through a cascade: draft, verify, keep or go on. The steps follow each other; a model or a verifier that
 * fails leads on. Each step is begun by the end of the one before, so that no two use it at once.
 */
final class CascadeRun {
    private final ChatRequest request;
    private final ModelCalls calls;
    private final List<CascadeStage> stages;
    private final int samples;
    private final List<String> story = new ArrayList<>();
    private BigDecimal spent = BigDecimal.ZERO;

    /**
     * Creates a run.
     *
     * @param stages those that can take the request, at least two
     */
    CascadeRun(ChatRequest request, ModelCalls calls, List<CascadeStage> stages, int samples) {
        this.request = request;
        this.calls = calls;
        this.stages = stages;
        this.samples = samples;
    }

    CompletionStage<Routed> begin() {
        return from(0);
    }

    private CompletionStage<Routed> from(int at) {
        CascadeStage stage = stages.get(at);
        if (at == stages.size() - 1) {
            story.add(stage.name() + " is the last");
            return CompletableFuture.completedFuture(Routed.to(decision(stage)));
        }
        ChatRequest draft = request.toBuilder()
                .options(Verification.onceOnly(request.options()))
                .build();
        return calls.ask(stage.model(), draft)
                .handle((answer, failure) -> answer == null ? failed(at, failure) : drafted(at, answer))
                .thenCompose(next -> next);
    }

    private CompletionStage<Routed> failed(int at, @Nullable Throwable failure) {
        story.add(stages.get(at).name() + " failed (" + nameOf(failure) + ")");
        return from(at + 1);
    }

    private CompletionStage<Routed> drafted(int at, ChatResponse answer) {
        CascadeStage stage = stages.get(at);
        spend(stage, answer);
        Optional<String> objection = Unverifiable.objection(request, answer);
        if (objection.isPresent()) {
            story.add(stage.name() + " " + objection.get());
            return from(at + 1);
        }
        ChatRequest question = Verification.question(request, answer.text(), samples);
        List<CompletableFuture<Optional<Boolean>>> verdicts = IntStream.range(0, samples)
                .mapToObj(sample -> calls.ask(stage.verifier(), question)
                        .handle((verdict, failure) ->
                                verdict == null ? Optional.<Boolean>empty() : Verification.verdict(verdict.text())))
                .toList();
        return CompletableFuture.allOf(verdicts.toArray(CompletableFuture[]::new))
                .thenCompose(all -> judged(
                        at,
                        answer,
                        verdicts.stream()
                                .map(CompletableFuture::join)
                                .flatMap(Optional::stream)
                                .toList()));
    }

    private CompletionStage<Routed> judged(int at, ChatResponse answer, List<Boolean> verdicts) {
        CascadeStage stage = stages.get(at);
        if (verdicts.isEmpty()) {
            story.add(stage.name() + " could not be verified");
            return from(at + 1);
        }
        long right = verdicts.stream().filter(found -> found).count();
        double share = (double) right / verdicts.size();
        double quality = stage.rule().quality(share);
        story.add(String.format(
                Locale.ROOT,
                "%s was found right %d of %d times%s",
                stage.name(),
                right,
                verdicts.size(),
                Double.isNaN(quality) ? "" : String.format(Locale.ROOT, ", in training a quality of %.2f", quality)));
        if (!stage.rule().escalates(share)) {
            return CompletableFuture.completedFuture(new Routed(decision(stage), answer));
        }
        if (isTooDear(stages.get(at + 1), answer)) {
            story.add("the request's budget leaves no other");
            return CompletableFuture.completedFuture(new Routed(decision(stage), answer));
        }
        return from(at + 1);
    }

    /** What the answer cost, and its verifications about as much. */
    private void spend(CascadeStage stage, ChatResponse answer) {
        spent = spent.add(stage.info()
                .prices()
                .cost(answer.usage())
                .map(cost -> cost.multiply(BigDecimal.valueOf(2)))
                .orElse(BigDecimal.ZERO));
    }

    /** Whether an answer as long as this one would take the call over what the request may cost. */
    private boolean isTooDear(CascadeStage next, ChatResponse answer) {
        Optional<BigDecimal> budget = request.budget();
        return budget.isPresent()
                && next.info()
                        .prices()
                        .cost(answer.usage())
                        .filter(cost -> spent.add(cost).compareTo(budget.get()) > 0)
                        .isPresent();
    }

    private RoutingDecision decision(CascadeStage stage) {
        return RoutingDecision.of(stage.name(), String.join("; ", story));
    }

    private static String nameOf(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause == null ? "no answer" : cause.getClass().getSimpleName();
    }
}
