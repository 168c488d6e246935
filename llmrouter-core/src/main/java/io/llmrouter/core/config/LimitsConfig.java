package io.llmrouter.core.config;

import io.llmrouter.api.spi.Settings;
import java.util.Map;

/**
 * The section {@code limits}: where quantities that run out are counted, and who waits where they have.
 *
 * @param store the name of the store
 * @param maxKeys the most counters that are kept in memory
 * @param queue the calls that wait until a model has room for them
 * @param providerKeys how much may be asked with each key of a provider, by the provider's name
 * @param settings the whole section, for the store to read
 */
public record LimitsConfig(
        String store, int maxKeys, QueueConfig queue, Map<String, RateLimits> providerKeys, Settings settings) {
    /** The store of this process alone. */
    public static final String MEMORY = "memory";

    public LimitsConfig {
        providerKeys = Map.copyOf(providerKeys);
    }

    /** A section without limits of providers' keys. */
    public LimitsConfig(String store, int maxKeys, Settings settings) {
        this(store, maxKeys, QueueConfig.DEFAULT, Map.of(), settings);
    }

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
