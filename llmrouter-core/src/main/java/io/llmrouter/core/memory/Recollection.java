package io.llmrouter.core.memory;

import java.util.List;

/** One request, as the memory sees it. */
public interface Recollection {
    /** Of a memory that remembers nothing. */
    Recollection NONE = new Recollection() {
        @Override
        public List<PastDecision> similar() {
            return List.of();
        }

        @Override
        public void remember(String model) {}
    };

    /** The past decisions on similar messages, the most similar first. */
    List<PastDecision> similar();

    /** Remembers the model that was chosen for the request, without blocking. */
    void remember(String model);
}
