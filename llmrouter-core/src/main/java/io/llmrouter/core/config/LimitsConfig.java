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

    /** The defaults: in memory. */
    public static LimitsConfig defaults() {
        return SimpleSections.limits(Value.Fields.empty(new Place("", 0, "limits")));
    }

    /** The section without its settings, which may hold a password. */
    @Override
    public String toString() {
        return "LimitsConfig[" + store + "]";
    }
}
