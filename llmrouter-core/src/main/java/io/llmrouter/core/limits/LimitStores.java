package io.llmrouter.core.limits;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.api.spi.LimitStoreProvider;
import io.llmrouter.core.config.LimitsConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;

/** Makes the store that the configuration names. */
public final class LimitStores {
    private LimitStores() {}

    /**
     * Makes a store, to be closed by the caller.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if there is no such store, or its settings do not suffice
     */
    public static LimitStore open(LimitsConfig config) {
        var memory = new MemoryLimitStore(config.maxKeys(), System::nanoTime, InstantSource.system());
        if (config.store().equals(LimitsConfig.MEMORY)) {
            return memory;
        }
        List<String> names = new ArrayList<>(List.of(LimitsConfig.MEMORY));
        for (ClassLoader loader : loaders()) {
            for (LimitStoreProvider provider : ServiceLoader.load(LimitStoreProvider.class, loader)) {
                if (provider.name().equalsIgnoreCase(config.store())) {
                    return new Shared(provider.create(config.settings(), memory), memory);
                }
                names.add(provider.name());
            }
        }
        throw config.settings()
                .problem(
                        "store",
                        "one of " + String.join(", ", names)
                                + (config.store().equals("redis") ? ", or the module llmrouter-limits-redis" : ""));
    }

    /** The caller's class path first, then the library's own, which can differ in a container. */
    private static List<ClassLoader> loaders() {
        ClassLoader own = LimitStores.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null || context.equals(own) ? List.of(own) : List.of(context, own);
    }

    /** A store that is shared among instances, with the one in memory behind it. */
    private record Shared(LimitStore shared, LimitStore memory) implements LimitStore {
        @Override
        public CompletionStage<Reservation> reserve(List<Claim> claims) {
            return shared.reserve(claims);
        }

        @Override
        public void close() {
            shared.close();
            memory.close();
        }
    }
}
