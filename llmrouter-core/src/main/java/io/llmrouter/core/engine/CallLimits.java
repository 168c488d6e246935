package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.BudgetExceededException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.core.config.Budget;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.limits.Estimate;
import io.llmrouter.core.limits.Items;
import io.llmrouter.core.limits.Tab;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts calls against budgets, and attempts against what may be asked of their models. */
final class CallLimits {
    private static final int LONGEST_NAME = 64;

    private final @Nullable LimitStore store;
    private final List<Budget> budgets;

    /**
     * Creates the limits.
     *
     * @param store where they are counted; {@code null} if there are none
     */
    CallLimits(@Nullable LimitStore store, List<Budget> budgets) {
        this.store = store;
        this.budgets = budgets;
    }

    /**
     * Reserves what the call may cost, of each budget that it falls under.
     *
     * @return a tab that may not have been granted
     */
    CompletionStage<Tab> open(ChatRequest request, Selection selection) {
        if (store == null || budgets.isEmpty()) {
            return CompletableFuture.completedFuture(Tab.NONE);
        }
        Member chosen = selection.member();
        if (!chosen.info().prices().areKnown()) {
            return CompletableFuture.failedFuture(priceUnknown(chosen));
        }
        var models = new ArrayList<ModelInfo>();
        models.add(chosen.info());
        Stream.of(selection.fallbacks(), selection.contextFallbacks(), selection.policyFallbacks())
                .flatMap(List::stream)
                .forEach(member -> models.add(member.info()));
        Estimate estimate = Estimate.of(request, selection.promptTokens(), models);
        var items = new Items();
        for (Budget budget : budgets) {
            String who = budget.per()
                    + holder(budget, request).map(name -> "=" + bounded(name)).orElse("");
            items.budget("budget:" + who, whose(budget), budget, estimate);
        }
        return Tab.open(store, items.list());
    }

    private static String whose(Budget budget) {
        return "The budget '" + budget.per() + "'";
    }

    /** Whose budget it is; those who say no name share one. */
    private static Optional<String> holder(Budget budget, ChatRequest request) {
        return switch (budget.per()) {
            case "all" -> Optional.empty();
            case "user" -> request.endUser();
            case "key" -> Optional.ofNullable(request.tags().get(CallRecord.CLIENT_KEY));
            default -> Optional.ofNullable(request.tags().get(budget.per().substring("tag:".length())));
        };
    }

    /** Clients choose the names: of a long one its hash stands in. */
    private static String bounded(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    private static LlmRouterException priceUnknown(Member member) {
        return new InvalidRequestException(
                ErrorFacts.because("There is a budget, and the price of the model is not known")
                        .model(member.name())
                        .httpStatus(400)
                        .help("Set input_price and output_price of the model; 0 if it is free.")
                        .build());
    }

    /** Why a call is not made. */
    LlmRouterException overBudget(Tab tab) {
        Duration wait = tab.retryAfter().orElse(null);
        String whose = tab.refused().orElseThrow().whose();
        Budget budget = budgets.stream()
                .filter(each -> whose(each).equals(whose))
                .findFirst()
                .orElseThrow();
        return new BudgetExceededException(
                ErrorFacts.because(tab.complaint())
                        .httpStatus(429)
                        .code("insufficient_quota")
                        .retryAfter(wait)
                        .help("Raise the budget in the section budgets, or ask for less with max_tokens.")
                        .build(),
                budget.per(),
                wait == null ? Duration.ZERO : wait);
    }

    /** Starts an attempt if its model has room; else it fails at once, as if the provider had said so. */
    void start(AttemptRun run, long promptTokens) {
        RateLimits limits = run.member.entry().limits();
        if (store == null || limits.areAbsent()) {
            run.start();
            return;
        }
        Estimate estimate = Estimate.of(run.request, promptTokens, List.of(run.member.info()));
        var items = new Items().rates("model:" + run.member.name(), "The model", limits, estimate);
        Tab.open(store, items.list()).whenComplete((tab, failure) -> {
            if (tab == null) {
                run.turnAway(run.typed(failure));
            } else if (!tab.granted()) {
                run.turnAway(noRoom(tab));
            } else {
                run.start(tab);
            }
        });
    }

    private static LlmRouterException noRoom(Tab tab) {
        return new RateLimitException(
                ErrorFacts.because(tab.complaint() + ", by the configuration")
                        .httpStatus(429)
                        .retryAfter(tab.retryAfter().orElse(null))
                        .help("Raise limits of the model, or configure fallbacks.")
                        .build(),
                tab.neverFits());
    }
}
