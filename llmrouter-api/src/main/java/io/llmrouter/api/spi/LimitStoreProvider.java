package io.llmrouter.api.spi;

/**
 * Makes limit stores of one kind; found through {@link java.util.ServiceLoader}.
 *
 * <p>A store is chosen by {@code limits.store}, compared without regard to case.
 */
public interface LimitStoreProvider {

    /** The name in the configuration, such as {@code redis}. */
    String name();

    /**
     * Makes a store. It need not connect yet.
     *
     * @param settings the section {@code limits} of the configuration
     * @param local a store in memory for when the shared one cannot be reached; closed by whoever gave it
     * @throws io.llmrouter.api.error.ConfigurationException if the settings do not suffice
     */
    LimitStore create(Settings settings, LimitStore local);
}
