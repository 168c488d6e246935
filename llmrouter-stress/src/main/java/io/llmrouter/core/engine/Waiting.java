package io.llmrouter.core.engine;

import io.llmrouter.core.engine.WaitingLine.Answer;
import io.llmrouter.core.engine.WaitingLine.Pass;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for one of the slots of one model, and counts how often he was let in. */
final class Waiting implements WaitingLine.Guest {
    static final String DOOR = "a";

    private static final Timing STILL = new StillTime();

    final AtomicInteger letIn = new AtomicInteger();
    private final WaitingLine line;
    private final AtomicInteger slots;

    Waiting(WaitingLine line, AtomicInteger slots) {
        this.line = line;
        this.slots = slots;
    }

    /** Gives a slot back. */
    static void free(WaitingLine line, AtomicInteger slots) {
        slots.incrementAndGet();
        line.knock(DOOR);
    }

    @Override
    public CompletableFuture<Answer> ask(String door) {
        boolean taken = slots.getAndUpdate(free -> Math.max(0, free - 1)) > 0;
        return CompletableFuture.completedFuture(taken ? Answer.of(new Slot()) : new Answer(null, null, false));
    }

    @Override
    public int priority() {
        return 5;
    }

    @Override
    public List<String> doors() {
        return List.of(DOOR);
    }

    @Override
    public void displaced() {
        throw new IllegalStateException("There is place for all");
    }

    @Override
    public void failed(@Nullable Throwable failure) {
        throw new IllegalStateException(failure);
    }

    @Override
    public long waitedNanos() {
        return Duration.ZERO.toNanos();
    }

    @Override
    public Timing timing() {
        return STILL;
    }

    private final class Slot implements Pass {
        @Override
        public void use() {
            letIn.incrementAndGet();
        }

        @Override
        public void giveBack() {
            free(line, slots);
        }
    }
}
