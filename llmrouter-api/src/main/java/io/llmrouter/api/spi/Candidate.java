package io.llmrouter.api.spi;

import io.llmrouter.api.ModelInfo;
import java.util.OptionalDouble;

/** A model that may be chosen, with how it is doing now. */
public interface Candidate {

    ModelInfo info();

    /** The configured name. */
    default String name() {
        return info().name();
    }

    /** Calls under way. */
    int inFlight();

    /**
     * The moving average of its recent calls, in milliseconds: to the first token where streamed, else to the whole
     * answer. Empty before the first call.
     */
    OptionalDouble latencyMillis();
}
