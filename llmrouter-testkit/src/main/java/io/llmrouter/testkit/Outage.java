package io.llmrouter.testkit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets {@link Fault#downFor} end, so much time after a script's first request. Safe for concurrent use. */
final class Outage {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final AtomicLong since = new AtomicLong(NOT_YET);

    Outage() {
        this(System::nanoTime);
    }

    Outage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What an answer is at this moment. */
    Answer now(Answer answer) {
        long now = nanoTime.getAsLong();
        since.compareAndSet(NOT_YET, now);
        Fault fault = answer.fault();
        if (fault.kind() != Fault.Kind.DOWN) {
            return answer;
        }
        boolean over = now - since.get() >= fault.pause().toNanos();
        return answer.with(over ? Fault.NONE : Fault.status(fault.number()));
    }
}
