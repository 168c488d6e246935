package io.llmrouter.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the latest conversations are; the one longest unheard of is forgotten first. Safe for concurrent use. */
final class Conversations {
    static final int MOST = 10_000;

    private final Map<String, Kept> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A conversation.
     *
     * @param model who answered last
     * @param cachedTokens as much of it as the provider said was in its cache
     * @param at when that was, in nanoseconds
     */
    record Kept(String model, long cachedTokens, long at) {}

    synchronized Optional<Kept> find(String key) {
        return Optional.ofNullable(latest.get(key));
    }

    synchronized void keep(String key, Kept conversation) {
        latest.put(key, conversation);
    }
}
