package io.llmrouter.core.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What an engine opened and has to close, in reverse order, once. */
final class Resources implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Resources.class.getName());

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over something that may have to be closed. */
    <T> T add(T resource) {
        if (resource instanceof AutoCloseable closeable) {
            opened.add(closeable);
        }
        return resource;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Collections.reverse(opened);
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception | LinkageError failure) {
                LOG.log(Level.WARNING, "Could not close " + resource.getClass().getName(), failure);
            }
        }
    }
}
