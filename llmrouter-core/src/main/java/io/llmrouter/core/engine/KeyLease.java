package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.limits.Estimate;
import io.llmrouter.core.limits.Item;
import io.llmrouter.core.limits.Items;
import io.llmrouter.core.limits.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The key in which room was reserved for an attempt, and further ones where the provider refuses it. Safe for concurrent
 * use.
 */
final class KeyLease implements KeyRing.Choice {
    private final KeyRing ring;
    private final LimitStore store;
    private final RateLimits limits;
    private final Estimate estimate;
    private final List<ApiKey> tried = new ArrayList<>(1);
    /** What was reserved of further keys; that of the first is a part of its attempt's tab. */
    private final List<Tab> further = new ArrayList<>(0);

    private final List<Object> requests = new ArrayList<>(1);
    private boolean handedOut;
    private boolean ended;

    KeyLease(KeyRing ring, ApiKey key, LimitStore store, RateLimits limits, Estimate estimate) {
        this.ring = ring;
        this.store = store;
        this.limits = limits;
        this.estimate = estimate;
        tried.add(key);
    }

    /** Has the key found by the object that the model is asked with. */
    synchronized void isFor(Object request) {
        requests.add(request);
        ring.choose(request, this);
    }

    @Override
    public synchronized Optional<ApiKey> next() {
        if (!handedOut) {
            handedOut = true;
            return Optional.of(tried.get(0));
        }
        for (ApiKey key : ring.inTurn()) {
            if (!tried.contains(key) && reserve(key)) {
                tried.add(key);
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** A provider asks for its key on whatever thread it is on: a store that takes its time is not waited for. */
    private boolean reserve(ApiKey key) {
        List<Item> items =
                new Items().rates(ring.owner(key), "The key", limits, estimate).list();
        CompletableFuture<Tab> asked = Tab.open(store, items).toCompletableFuture();
        if (asked.isDone() && (asked.isCompletedExceptionally() || !asked.join().granted())) {
            return false;
        }
        asked.thenAccept(this::add);
        return true;
    }

    private synchronized void add(Tab tab) {
        if (ended) {
            tab.keep();
        } else {
            further.add(tab);
        }
    }

    synchronized void settle(Attempt attempt) {
        end();
        further.forEach(tab -> tab.settle(List.of(attempt)));
    }

    synchronized void undo() {
        end();
        further.forEach(Tab::undo);
    }

    private void end() {
        ended = true;
        requests.forEach(ring::forget);
    }
}
