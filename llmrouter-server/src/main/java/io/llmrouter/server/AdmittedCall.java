package io.llmrouter.server;

import io.llmrouter.core.limits.Tab;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call that waits for its turn, runs on its client's event loop, and can be cancelled all the time. */
final class AdmittedCall {
    private final Admission admission;
    private final OrderedLoop loop;
    private final Supplier<Runnable> open;
    private final Consumer<RuntimeException> failed;
    private final Tab tab;
    private final Admission.Ticket ticket = new Admission.Ticket();
    private @Nullable Runnable cancel;
    private boolean cancelled;

    /**
     * Creates a call.
     *
     * @param open begins the call and says how to cancel it; run on the loop
     * @param failed is told what {@code open} throws
     * @param tab what the call has reserved: settled here if it never begins, else by whoever sees its end
     */
    AdmittedCall(
            Admission admission,
            OrderedLoop loop,
            Supplier<Runnable> open,
            Consumer<RuntimeException> failed,
            Tab tab) {
        this.admission = admission;
        this.loop = loop;
        this.open = open;
        this.failed = failed;
        this.tab = tab;
    }

    /**
     * Asks for the call's turn.
     *
     * @throws Problem if too many wait already
     */
    void enter() {
        if (!admission.enter(ticket, () -> loop.run(this::begin))) {
            tab.cancel();
            throw Problem.busy("Too many requests are under way and in line; ask again in a second.", 1);
        }
    }

    private void begin() {
        if (cancelled) {
            return;
        }
        try {
            cancel = open.get();
        } catch (RuntimeException failure) {
            admission.leave(ticket);
            tab.cancel();
            failed.accept(failure);
        }
    }

    /** Gives the call up, in line or under way. */
    void cancel() {
        loop.run(() -> {
            cancelled = true;
            admission.leave(ticket);
            if (cancel != null) {
                cancel.run();
            } else {
                tab.cancel();
            }
        });
    }

    /** The call has ended by itself: the next may have its turn. */
    void ended() {
        admission.leave(ticket);
    }
}
