package io.llmrouter.core.engine;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.limits.LimitStores;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store of limits while engines use it, so that a changed configuration goes on counting where the old one was.
 * Safe for concurrent use.
 */
final class LimitKeeper {
    private @Nullable Shared current;

    /** The store for an engine, which closes it. */
    synchronized LimitStore lease(LimitsConfig config) {
        Shared known = current;
        if (known == null || known.users == 0 || !known.config.countsAsIn(config)) {
            known = new Shared(config, LimitStores.open(config));
            current = known;
        }
        known.users++;
        return new Lease(known);
    }

    private synchronized void giveBack(Shared shared) {
        if (--shared.users == 0) {
            shared.store.close();
        }
    }

    private static final class Shared {
        private final LimitsConfig config;
        private final LimitStore store;
        private int users;

        Shared(LimitsConfig config, LimitStore store) {
            this.config = config;
            this.store = store;
        }
    }

    private final class Lease implements LimitStore {
        private final Shared shared;
        private final AtomicBoolean closed = new AtomicBoolean();

        Lease(Shared shared) {
            this.shared = shared;
        }

        @Override
        public CompletionStage<Reservation> reserve(List<Claim> claims) {
            return shared.store.reserve(claims);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                giveBack(shared);
            }
        }
    }
}
