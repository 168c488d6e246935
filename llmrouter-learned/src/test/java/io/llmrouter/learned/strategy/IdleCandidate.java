package io.llmrouter.learned.strategy;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.Candidate;
import java.util.OptionalDouble;

/** A candidate without calls. */
record IdleCandidate(ModelInfo info) implements Candidate {
    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public OptionalDouble latencyMillis() {
        return OptionalDouble.empty();
    }
}
