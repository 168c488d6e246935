package io.llmrouter.core.engine;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.core.config.ModelEntry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A configured model with the provider's object behind it and the numbers of its recent calls. */
final class Member implements Candidate {
    /** The weight of the newest call in the moving average. */
    private static final double NEWEST = 0.2;

    private static final Logger LOG = System.getLogger(Member.class.getName());
    private static final int MOST_NOTED = 100;

    private final ModelEntry entry;
    private final ChatModel model;
    private final Set<String> leftOut = ConcurrentHashMap.newKeySet();
    private final Health health;
    private final Hedging hedging;
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Until when another process has used up the model's limits, as far as is known; by the engine's clock. */
    private volatile long fullUntil;

    private final AtomicLong latencyBits = new AtomicLong(Double.doubleToRawLongBits(Double.NaN));

    Member(ModelEntry entry, ChatModel model, Health health) {
        this.entry = entry;
        this.model = model;
        this.health = health;
        this.hedging = new Hedging(entry.resilience().hedge());
    }

    ModelEntry entry() {
        return entry;
    }

    ChatModel model() {
        return model;
    }

    Health health() {
        return health;
    }

    Hedging hedging() {
        return hedging;
    }

    @Override
    public ModelInfo info() {
        return entry.info();
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public OptionalDouble latencyMillis() {
        double latency = Double.longBitsToDouble(latencyBits.get());
        return Double.isNaN(latency) ? OptionalDouble.empty() : OptionalDouble.of(latency);
    }

    /** Notes, once for each field, that requests are sent without it. */
    void leftOut(List<String> fields) {
        for (String field : fields) {
            if (leftOut.size() < MOST_NOTED && leftOut.add(field)) {
                LOG.log(
                        Level.WARNING,
                        () -> "The model " + name() + " cannot honour '" + field
                                + "', which requests ask for: it is left" + " out (on_unsupported: warn; said once)");
            }
        }
    }

    void fullUntil(long nanos) {
        fullUntil = nanos;
    }

    long fullUntil() {
        return fullUntil;
    }

    void began() {
        inFlight.incrementAndGet();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    /** Takes a call that went well into the moving average. */
    void answeredAfter(Duration latency) {
        double millis = latency.toNanos() / 1e6;
        latencyBits.updateAndGet(bits -> {
            double before = Double.longBitsToDouble(bits);
            double now = Double.isNaN(before) ? millis : before + NEWEST * (millis - before);
            return Double.doubleToRawLongBits(now);
        });
    }
}
