package io.llmrouter.core.engine;

import io.llmrouter.api.Delta;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the pieces of an answer that is there already, one at a time and none while the caller holds the stream. Safe for
 * concurrent use.
 */
final class HandOver {
    private final Iterator<Delta> pieces;
    private final BooleanSupplier held;
    private final Consumer<Delta> tell;
    private final Runnable then;
    private boolean busy;
    private @Nullable Runnable atEnd;

    /**
     * Creates it; nothing is told yet.
     *
     * @param tell tells a piece
     * @param then what follows the last piece
     */
    HandOver(List<Delta> pieces, BooleanSupplier held, Consumer<Delta> tell, Runnable then) {
        this.pieces = pieces.iterator();
        this.held = held;
        this.tell = tell;
        this.then = then;
    }

    /** Goes on, unless that is being done or the caller holds the stream. */
    void advance() {
        Delta next = begin();
        while (next != null) {
            tell.accept(next);
            synchronized (this) {
                busy = false;
            }
            next = begin();
        }
    }

    /** The next piece to be told; {@code null} if there is none now. After the last one comes the end. */
    private @Nullable Delta begin() {
        Runnable end;
        synchronized (this) {
            boolean stopped = atEnd != null;
            if (busy || (!stopped && held.getAsBoolean())) {
                return null;
            }
            busy = true; // for good, if this is the end
            if (!stopped && pieces.hasNext()) {
                return pieces.next();
            }
            end = stopped ? atEnd : then;
        }
        if (end != null) {
            end.run();
        }
        return null;
    }

    /** Ends it otherwise: at once, or when the caller is done with the piece that it is told. */
    void stop(Runnable end) {
        synchronized (this) {
            atEnd = end;
        }
        begin();
    }
}
