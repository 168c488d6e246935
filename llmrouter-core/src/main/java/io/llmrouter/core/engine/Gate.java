package io.llmrouter.core.engine;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.core.config.RateLimits;
import io.llmrouter.core.engine.NoRoom.Why;
import io.llmrouter.core.limits.Estimate;
import io.llmrouter.core.limits.Items;
import io.llmrouter.core.limits.Tab;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets attempts begin: each needs the leave of its model's health, and room in the limits of the model and of one of its
 * keys, all of it or nothing. Safe for concurrent use, and never blocks.
 */
final class Gate {
    /** Where other instances count too, nobody tells when they give something back. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final @Nullable LimitStore store;
    private final Room room;
    private final boolean shared;
    private final Map<String, RateLimits> keyLimits;
    private final WaitingLine line;

    /**
     * Creates a gate.
     *
     * @param store where limits are counted; {@code null} if there are none
     * @param local what this process has used itself, known at once: {@code store} where nobody else counts there
     * @param keyLimits how much may be asked with each key, by provider
     */
    Gate(
            @Nullable LimitStore store,
            @Nullable LimitStore local,
            Map<String, RateLimits> keyLimits,
            Timing timing,
            WaitingLine line) {
        this.store = store;
        this.shared = store != local;
        this.keyLimits = keyLimits;
        this.line = line;
        this.room = new Room(local, shared, timing);
    }

    WaitingLine line() {
        return line;
    }

    /** Lets a call in where nothing is limited and nobody waits; {@code null} if that takes more, or may not be now. */
    @Nullable
    Entry enterAtOnce(Member member, int priority) {
        if (!isUnlimited(member) || line.isAhead(member.name(), priority)) {
            return null;
        }
        Admission.Permit permit = member.health().tryAcquire();
        return permit == null ? null : new Entry(this, member, permit, Tab.NONE, null);
    }

    /** Asks for room for a call, whoever waits. */
    CompletableFuture<Reply> ask(Member member, ChatRequest request, long promptTokens) {
        Admission.Permit permit = member.health().tryAcquire();
        if (permit == null) {
            return CompletableFuture.completedFuture(NoRoom.unavailable(member));
        }
        LimitStore counted = store;
        if (counted == null || isUnlimited(member)) {
            return CompletableFuture.completedFuture(new Entry(this, member, permit, Tab.NONE, null));
        }
        var claim = new Claim(counted, member, permit, Estimate.of(request, promptTokens, List.of(member.info())));
        CompletableFuture<Reply> opened;
        try {
            opened = claim.open();
        } catch (RuntimeException failure) {
            opened = CompletableFuture.failedFuture(failure);
        }
        return opened.whenComplete((reply, failure) -> {
            if (!(reply instanceof Entry)) {
                permit.dropped();
            }
        });
    }

    /** Why there seems to be no room for a call, as far as this process knows; empty if there seems to be. */
    Optional<String> objection(Member member, ChatRequest request, long promptTokens) {
        if (line.isAhead(member.name(), request.options().priorityOrUsual())) {
            return Optional.of("no room: calls wait for it");
        }
        if (isUnlimited(member)) {
            return Optional.empty();
        }
        Estimate estimate = Estimate.of(request, promptTokens, List.of(member.info()));
        return room.objection(member, keyLimits(member), estimate);
    }

    private boolean isUnlimited(Member member) {
        return member.entry().limits().areAbsent()
                && (keyLimits.isEmpty() || keyLimits(member).areAbsent());
    }

    private RateLimits keyLimits(Member member) {
        return member.health().keys().size() == 0
                ? RateLimits.NONE
                : keyLimits.getOrDefault(member.info().provider(), RateLimits.NONE);
    }

    /** Something was given back. */
    void freed(Member member) {
        if (keyLimits.isEmpty() || keyLimits(member).areAbsent()) {
            line.knock(member.name());
        } else {
            line.knockAtAll(); // any model may share the key
        }
    }

    /** One call's claim on the limits of a model, with one key after the other. */
    private final class Claim {
        private final LimitStore counted;
        private final Member member;
        private final Admission.Permit permit;
        private final Estimate estimate;
        private final RateLimits ofKeys;

        Claim(LimitStore counted, Member member, Admission.Permit permit, Estimate estimate) {
            this.counted = counted;
            this.member = member;
            this.permit = permit;
            this.estimate = estimate;
            this.ofKeys = keyLimits(member);
        }

        CompletableFuture<Reply> open() {
            Iterator<ApiKey> keys = ofKeys.areAbsent()
                    ? List.<ApiKey>of().iterator()
                    : member.health().keys().inTurn().iterator();
            return with(keys.hasNext() ? keys.next() : null, keys, null).toCompletableFuture();
        }

        private CompletionStage<Reply> with(@Nullable ApiKey key, Iterator<ApiKey> others, @Nullable Tab soonest) {
            var items = new Items()
                    .rates("model:" + member.name(), "The model", member.entry().limits(), estimate);
            if (key != null) {
                String whose =
                        "Key " + (key.index() + 1) + " of " + member.info().provider();
                items.rates(member.health().keys().owner(key), whose, ofKeys, estimate);
            }
            return Tab.open(counted, items.list()).thenCompose(tab -> {
                if (tab.granted()) {
                    return CompletableFuture.completedFuture(entry(tab, key));
                }
                Tab better = soonest == null || isSooner(tab, soonest) ? tab : soonest;
                boolean ofKey = key != null
                        && tab.refused()
                                .filter(item -> !item.whose().equals("The model"))
                                .isPresent();
                return ofKey && others.hasNext()
                        ? with(others.next(), others, better)
                        : CompletableFuture.completedFuture(refused(better));
            });
        }

        private Entry entry(Tab tab, @Nullable ApiKey key) {
            KeyLease lease = key == null ? null : new KeyLease(member.health().keys(), key, counted, ofKeys, estimate);
            return new Entry(Gate.this, member, permit, tab, lease);
        }

        private NoRoom refused(Tab tab) {
            boolean never = tab.neverFits();
            Duration wait = tab.retryAfter().orElse(null);
            Duration again = never ? null : wait == null && shared ? LOOK_AGAIN : wait;
            room.noted(member, tab);
            return new NoRoom(member, never ? Why.NEVER : Why.FULL, again, wait, () -> error(tab, never));
        }

        private RateLimitException error(Tab tab, boolean never) {
            return new RateLimitException(
                    ErrorFacts.because(tab.complaint() + ", by the configuration")
                            .model(member.name())
                            .provider(member.info().provider())
                            .httpStatus(429)
                            .retryAfter(tab.retryAfter().orElse(null))
                            .help("Raise limits of the model, or of its provider's keys, or configure fallbacks.")
                            .build(),
                    never);
        }
    }

    /** Whether there is room by one tab before there is by another; a time that nobody knows may be soon. */
    private static boolean isSooner(Tab one, Tab other) {
        Optional<Duration> wait = one.retryAfter();
        Optional<Duration> otherWait = other.retryAfter();
        return otherWait.isPresent() && (wait.isEmpty() || wait.get().compareTo(otherWait.get()) < 0);
    }
}
