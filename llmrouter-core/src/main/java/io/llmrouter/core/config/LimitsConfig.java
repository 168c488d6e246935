package io.llmrouter.core.config;

import io.llmrouter.api.spi.Settings;

/**
 * The section {@code limits}: where quantities that run out are counted.
 *
 * @param store the name of the store
 * @param maxKeys the most counters that are kept in memory
 * @param settings the whole section, for the store to read
 */
public record LimitsConfig(String store, int maxKeys, Settings settings) {
    /** The store of this process alone. */
    public static final String MEMORY = "memory";

    /** The defaults: in memory. */
    public static LimitsConfig defaults() {
        return SimpleSections.limits(Value.Fields.empty(new Place("", 0, "limits")));
    }

    /** Whether a store of the other configuration would only forget; one that counts elsewhere is made anew. */
    public boolean countsAsIn(LimitsConfig other) {
        return store.equals(MEMORY) && other.store.equals(MEMORY) && maxKeys == other.maxKeys;
    }

    /** The section without its settings, which may hold a password. */
    @Override
    public String toString() {
        return "LimitsConfig[" + store + "]";
    }
}
