package io.llmrouter.server;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.core.config.Budget;
import io.llmrouter.core.limits.Estimate;
import io.llmrouter.core.limits.Item;
import io.llmrouter.core.limits.Item.Unit;
import io.llmrouter.core.limits.Items;
import io.llmrouter.core.limits.Tab;
import io.llmrouter.server.ClientKeys.Client;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the holders of keys do against what they may: requests, tokens, requests at a time, money.
 *
 * <p>A request reserves what it may need, in one step, before it is anywhere in line; so many at once cannot take more
 * than there is. What it did need is settled at its end. Safe for concurrent use.
 */
final class KeyGate {
    private final Router router;
    private final LimitStore store;

    KeyGate(Router router, LimitStore store) {
        this.router = router;
        this.store = store;
    }

    /**
     * Counts a chat, tells the client where its limits stand, and goes on; or answers that it is too much.
     *
     * @param next takes over what was reserved; run on the exchange's loop
     */
    void pass(Exchange exchange, ChatRequest request, Consumer<Tab> next) {
        pass(exchange, () -> estimate(request), next);
    }

    /** The same for a request that is not a chat. */
    void pass(Exchange exchange, Estimate estimate, Consumer<Tab> next) {
        pass(exchange, () -> estimate, next);
    }

    private void pass(Exchange exchange, Supplier<Estimate> estimate, Consumer<Tab> next) {
        open(
                exchange.client(),
                estimate,
                exchange.channel().loop(),
                tab -> {
                    LimitHeaders.set(exchange.channel(), tab);
                    proceed(tab, next, exchange::fail);
                },
                exchange::fail);
    }

    /** Counts a chat of a WebSocket. */
    void pass(
            Client client,
            ChatRequest request,
            OrderedLoop loop,
            Consumer<Tab> next,
            Consumer<RuntimeException> refused) {
        open(client, () -> estimate(request), loop, tab -> proceed(tab, next, refused), refused);
    }

    private static void proceed(Tab tab, Consumer<Tab> next, Consumer<RuntimeException> refused) {
        if (!tab.granted()) {
            refused.accept(problem(tab));
            return;
        }
        try {
            next.accept(tab);
        } catch (RuntimeException failure) {
            tab.cancel();
            refused.accept(failure);
        }
    }

    private void open(
            Client client,
            Supplier<Estimate> estimate,
            OrderedLoop loop,
            Consumer<Tab> decided,
            Consumer<RuntimeException> failed) {
        if (client.isUnlimited()) {
            decided.accept(Tab.NONE);
            return;
        }
        CompletableFuture<Tab> opened =
                Tab.open(store, items(client, estimate.get())).toCompletableFuture();
        if (opened.isDone() && !opened.isCompletedExceptionally()) {
            decided.accept(opened.join());
            return;
        }
        opened.whenComplete((tab, failure) -> loop.run(() -> {
            if (tab != null) {
                decided.accept(tab);
            } else {
                failed.accept(typed(failure));
            }
        }));
    }

    private static RuntimeException typed(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static List<Item> items(Client client, Estimate estimate) {
        String owner = "key:" + client.holder();
        String whose = "The key of '" + client.holder() + "'";
        var items = new Items().rates(owner, whose, client.key().limits(), estimate);
        Budget budget = client.key().budget();
        if (budget != null) {
            if (estimate.usd() == null) {
                throw Problem.invalid(
                        400,
                        "price_unknown",
                        whose + " has a budget, and the price of the model is not known."
                                + " Set input_price and output_price of the model; 0 if it is free.");
            }
            items.budget(owner, whose, budget, estimate);
        }
        return items.list();
    }

    /** What a chat may need: of the model that it names and of the fallbacks of that, or of any. */
    private Estimate estimate(ChatRequest request) {
        List<ModelInfo> models = router.modelsFor(request);
        Estimate estimate = Estimate.of(request, models);
        String named = request.model().orElse(Router.AUTO);
        boolean unknown = models.stream()
                .anyMatch(model -> model.name().equals(named) && !model.prices().areKnown());
        return unknown ? new Estimate(estimate.tokens(), null) : estimate;
    }

    private static Problem problem(Tab tab) {
        String message = tab.complaint();
        if (tab.neverFits()
                && tab.refused().filter(item -> item.unit() != Unit.MONEY).isPresent()) {
            return Problem.tooMuchAtOnce(message + ", which is more than it ever has. Ask for less at once.");
        }
        long seconds = tab.retryAfter().map(KeyGate::wholeSeconds).orElse(1L);
        if (tab.refused().filter(item -> item.unit() == Unit.MONEY).isPresent()) {
            return Problem.overBudget(message + ".", seconds);
        }
        return Problem.busy(message + ". Try again in " + seconds + " s.", seconds);
    }

    private static long wholeSeconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
