package io.llmrouter.learned.strategy;

import io.llmrouter.learned.TrainedRouter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a configuration as long as the trained router stays the same: the watch for drift and what scores taught.
 * Safe for concurrent use.
 */
final class ServedHistory {
    private @Nullable Kept<DriftWatch> drift;
    private @Nullable Kept<ScoreBook> book;

    private record Kept<T>(Object key, T value) {}

    /** The watch of before, if router, policy and window are the same; else a new one. */
    synchronized DriftWatch drift(String router, TrainedRouter trained, int window, Supplier<DriftWatch> made) {
        var key =
                new DriftKey(router, trained.policy().lambda(), trained.policy().gate(), window);
        Kept<DriftWatch> kept = drift != null && drift.key.equals(key) ? drift : new Kept<>(key, made.get());
        drift = kept;
        return kept.value;
    }

    private record DriftKey(String router, double lambda, double gate, int window) {}

    /** The book of before, if router, file and discount are the same; else a new one. */
    synchronized ScoreBook book(Object key, Supplier<ScoreBook> made) {
        Kept<ScoreBook> kept = book != null && book.key.equals(key) ? book : new Kept<>(key, made.get());
        book = kept;
        return kept.value;
    }
}
