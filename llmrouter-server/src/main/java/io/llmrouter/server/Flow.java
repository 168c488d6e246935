package io.llmrouter.server;

import io.llmrouter.api.StreamHandle;
import java.util.function.BooleanSupplier;

/** Holds a stream while its client cannot take more. */
final class Flow {
    private final StreamHandle handle;
    private final BooleanSupplier writable;
    private boolean held;

    Flow(StreamHandle handle, BooleanSupplier writable) {
        this.handle = handle;
        this.writable = writable;
    }

    /** To be called after each write. */
    synchronized void written() {
        if (!writable.getAsBoolean() && !held) {
            held = true;
            handle.pause();
            if (writable.getAsBoolean()) { // it may have become so before anybody knew of the pause
                onWritable();
            }
        }
    }

    /** To be called when the client can take more. */
    synchronized void onWritable() {
        if (held) {
            held = false;
            handle.resume();
        }
    }
}
