package io.llmrouter.core.memory;

/** A strategy's configuration that also has a memory to offer. */
public interface MemorySource {

    /** The memory, {@link RoutingMemory#NONE} if it is switched off. */
    RoutingMemory memory();
}
