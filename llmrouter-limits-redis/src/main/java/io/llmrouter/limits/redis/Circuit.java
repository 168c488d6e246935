package io.llmrouter.limits.redis;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens after a few failures in a row, so that not each call waits for what does not come. Safe for concurrent use. */
final class Circuit {
    private static final int FAILURES = 3;

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicBoolean open = new AtomicBoolean();

    boolean isOpen() {
        return open.get();
    }

    /** A call has failed; {@code true} if the circuit has just opened. */
    boolean failed() {
        return failures.incrementAndGet() >= FAILURES && open.compareAndSet(false, true);
    }

    /** A call has succeeded; that alone does not close the circuit. */
    void succeeded() {
        failures.set(0);
    }

    /** Closes the circuit; {@code true} if it was open. */
    boolean close() {
        failures.set(0);
        return open.compareAndSet(true, false);
    }
}
