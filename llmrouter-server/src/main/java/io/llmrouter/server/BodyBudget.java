package io.llmrouter.server;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of all bodies that are being received or answered, so that many large ones do not fill the heap. */
final class BodyBudget {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    /** A third of the heap: a request grows while it is understood. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 3);
    }

    /** Takes bytes; {@code false}, with none taken, if there are not as many left. */
    boolean take(int bytes) {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}
