package io.llmrouter.core.memory;

import io.llmrouter.api.spi.RoutingContext;

/** What a strategy remembers of its past decisions. Safe for concurrent use; it never fails. */
public interface RoutingMemory {
    /** Remembers nothing. */
    RoutingMemory NONE = context -> Recollection.NONE;

    /** What is remembered that resembles a request, without blocking. */
    Recollection recall(RoutingContext context);
}
