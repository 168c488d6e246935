package io.llmrouter.server;

import io.llmrouter.api.spi.LimitStore;
import io.llmrouter.core.config.LimitsConfig;
import io.llmrouter.core.limits.LimitStores;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts where the configuration of the moment says. What was reserved is settled where it was reserved; a store that is
 * no longer used is closed after that. Safe for concurrent use.
 */
final class ChangingLimits implements LimitStore {
    private Used current;

    /**
     * Opens the first store.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if there is no such store, or its settings do not suffice
     */
    ChangingLimits(LimitsConfig config) {
        current = new Used(config, LimitStores.open(config));
    }

    /**
     * Counts elsewhere from now on, if the configuration has changed.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if that cannot be: then nothing changes
     */
    void change(LimitsConfig next) {
        Used old;
        synchronized (this) {
            if (current.config.countsAsIn(next)) {
                return;
            }
            old = current;
            current = new Used(next, LimitStores.open(next));
        }
        old.release();
    }

    private synchronized Used retained() {
        current.retain();
        return current;
    }

    @Override
    public CompletionStage<Reservation> reserve(List<Claim> claims) {
        Used used = retained();
        return used.store.reserve(claims).handle((reservation, failure) -> {
            if (failure != null || !reservation.granted()) {
                used.release();
            }
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            return reservation.granted() ? new Kept(reservation, used) : reservation;
        });
    }

    @Override
    public void close() {
        Used last;
        synchronized (this) {
            last = current;
        }
        last.store.close();
    }

    /** A store with those that use it: whoever counts now, and each reservation. */
    private static final class Used {
        private final LimitsConfig config;
        private final LimitStore store;
        private int users = 1;

        Used(LimitsConfig config, LimitStore store) {
            this.config = config;
            this.store = store;
        }

        synchronized void retain() {
            users++;
        }

        void release() {
            boolean last;
            synchronized (this) {
                last = --users == 0;
            }
            if (last) {
                store.close();
            }
        }
    }

    /** A reservation that keeps its store open until it is settled. */
    private static final class Kept implements Reservation {
        private final Reservation reservation;
        private final Used used;
        private final AtomicBoolean settled = new AtomicBoolean();

        Kept(Reservation reservation, Used used) {
            this.reservation = reservation;
            this.used = used;
        }

        @Override
        public boolean granted() {
            return true;
        }

        @Override
        public List<Standing> standings() {
            return reservation.standings();
        }

        @Override
        public void settle(long... amounts) {
            if (settled.compareAndSet(false, true)) {
                reservation.settle(amounts);
                used.release();
            }
        }
    }
}
