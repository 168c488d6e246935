package io.llmrouter.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who gave the last 10,000 answers. It outlives a configuration. Safe for concurrent use. */
final class RecentAnswers {
    private static final int MOST = 10_000;
    private static final int LONGEST_ID = 200;

    private final Map<String, Answered> byRequest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answered> eldest) {
            return size() > MOST;
        }
    };

    /**
     * An answer.
     *
     * @param strategy who chose
     * @param chosen the model that was chosen
     * @param propensity with what probability; {@code null} if the strategy does not say
     * @param model the model that answered
     */
    record Answered(
            String strategy, String chosen, @Nullable Double propensity, String model) {}

    synchronized void put(String requestId, Answered answered) {
        if (requestId.length() <= LONGEST_ID) {
            byRequest.put(requestId, answered);
        }
    }

    /** Whose answer it was, asked once; {@code null} if it is not known. */
    synchronized @Nullable Answered take(String requestId) {
        return byRequest.remove(requestId);
    }
}
